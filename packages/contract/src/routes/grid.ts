import { Type } from '@sinclair/typebox';
import { DAG_RUN_STATES, DAG_RUN_TYPES } from '@tradewind/model';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { Grid, GridRunDetails } from '../schemas/grid.ts';
import { OneOf } from '../schemas/values.ts';

/** The most runs of one page of the grid. */
export const MAX_GRID_RUNS = 400;

export const getGrid = route({
  id: 'get_grid',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}/grid',
  tag: 'Grid',
  summary: 'The states of all tasks in the last runs of a DAG, one byte each.',
  description:
    'With `Accept: application/octet-stream` it answers in binary: the length of the JSON as 32 bits, little endian; the JSON without `cells`; then the bytes of the cells, run by run.',
  query: Type.Object({
    limit: Type.Optional(
      Type.Integer({ minimum: 0, default: 100, description: `How many runs; at most ${MAX_GRID_RUNS}.` }),
    ),
    before: Type.Optional(Type.String({ maxLength: 500, description: '`next_before` of the page before.' })),
    structure: Type.Optional(
      Type.String({ maxLength: 100, description: 'The structure whose tasks are the rows; left out, the newest.' }),
    ),
    state: Type.Optional(Type.Array(OneOf(DAG_RUN_STATES), { maxItems: 10 })),
    run_type: Type.Optional(Type.Array(OneOf(DAG_RUN_TYPES), { maxItems: 10 })),
  }),
  answers: { 200: Grid },
  otherContentTypes: ['application/octet-stream'],
  rule: permitted('can_read', 'DAG Runs', 'Task Instances'),
});

export const getGridRun = route({
  id: 'get_grid_run',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}/grid/{dag_run_id}',
  tag: 'Grid',
  summary: 'What the grid says about each task of one run: times, tries, and counts of mapped instances.',
  answers: { 200: GridRunDetails },
  rule: permitted('can_read', 'DAG Runs', 'Task Instances'),
});

export const gridRoutes: readonly Route[] = [getGrid, getGridRun];
