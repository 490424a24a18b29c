/** The tasks of a DAG, its structure, and the runs to come. */
import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { DagForecast, DagStructure, Structure } from '../schemas/structure.ts';
import { Task, TaskCollection } from '../schemas/task.ts';

export const getTasks = route({
  id: 'get_tasks',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}/tasks',
  tag: 'Task',
  summary: 'The tasks of the version of a DAG that is in force.',
  query: Type.Object({
    order_by: Type.Optional(
      Type.String({
        default: 'task_id',
        maxLength: 100,
        description: 'An attribute of tasks; a `-` before it turns the order around.',
      }),
    ),
  }),
  answers: { 200: TaskCollection },
  rule: permitted('can_read', 'Task Instances'),
});

export const getTask = route({
  id: 'get_task',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}/tasks/{task_id}',
  tag: 'Task',
  summary: 'One task.',
  answers: { 200: Task },
  rule: permitted('can_read', 'Task Instances'),
});

export const getDagStructure = route({
  id: 'get_dag_structure',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}/structure',
  tag: 'Structure',
  summary: 'What a version of a DAG is drawn from: tasks, groups and edges.',
  query: Type.Object({
    version_number: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'Left out: the version in force.' }),
    ),
  }),
  answers: { 200: DagStructure },
  rule: permitted('can_read', 'DAGs'),
});

export const getStructure = route({
  id: 'get_structure',
  method: 'GET',
  path: '/api/v2/structures/{structure_hash}',
  tag: 'Structure',
  summary: 'A structure by its hash. It never changes, so browsers keep it.',
  answers: { 200: Structure },
  rule: permitted('can_read', 'DAGs'),
});

/** How many runs a forecast has at most. */
export const MAX_FORECAST_RUNS = 500;

export const getDagForecast = route({
  id: 'get_dag_forecast',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}/forecast',
  tag: 'DAG',
  summary: 'The next runs that the timetable of a DAG makes.',
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_FORECAST_RUNS, default: 10 })),
  }),
  answers: { 200: DagForecast },
  rule: permitted('can_read', 'DAGs'),
});

export const taskRoutes: readonly Route[] = [getTasks, getTask, getDagStructure, getStructure, getDagForecast];
