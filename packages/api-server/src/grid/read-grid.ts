/** One page of the grid: the heads of runs, and their cells in the order of one structure. */
import type { Static } from '@sinclair/typebox';
import type { Grid, GridRun } from '@tradewind/contract';
import { ABSENT_CELL, type DagRunKey, type TaskId } from '@tradewind/model';
import {
  findVersionByHash,
  findVersionInForce,
  type GridRowsRow,
  type GridRunFilter,
  type GridRunRow,
  listGridRuns,
} from '@tradewind/store';
import { badField, HttpProblem, notFound } from '../http/http-problem.ts';
import { presentGridRun } from '../present/grid.ts';
import { arrangeCells, type CellSources, readCells } from './read-cells.ts';

export interface GridRequest extends Omit<GridRunFilter, 'before'> {
  /** `nextBefore` of another page. */
  readonly before?: string | undefined;
  /** The hash of the structure whose tasks are the rows. @default the newest */
  readonly structure?: string | undefined;
}

export interface GridColumn {
  readonly head: Static<typeof GridRun>;
  readonly cells: Uint8Array;
}

export interface GridPage {
  readonly head: Omit<Static<typeof Grid>, 'runs'>;
  readonly columns: readonly GridColumn[];
}

/** @throws {HttpProblem} 404 without such a DAG or structure, 422 for a cursor that is none. */
export async function readGrid(sources: CellSources, request: GridRequest): Promise<GridPage> {
  const { dagId, limit } = request;
  const before = decodeBefore(request.before);
  const [shown, runs] = await Promise.all([
    findShownRows(sources, request),
    listGridRuns(sources.database, { ...request, before, limit: limit + 1 }),
  ]);
  const page = runs.slice(0, limit);
  const rows = shown ?? null;
  const cells = await readCells(sources, page);
  const taskIds = rows?.taskIds ?? [];
  return {
    head: {
      dag_id: dagId,
      structure: rows?.hash ?? null,
      rows: taskIds.length,
      next_before: runs.length > limit && page.length > 0 ? encodeBefore(page.at(-1)!) : null,
    },
    columns: page.map((run) => columnOf(run, cells.get(run.dagRunKey), taskIds)),
  };
}

function columnOf(
  run: GridRunRow,
  own: { readonly rows: GridRowsRow; readonly cells: Uint8Array } | undefined,
  taskIds: readonly TaskId[],
): GridColumn {
  return {
    head: presentGridRun(run, own?.rows.number ?? 0),
    cells: own === undefined ? new Uint8Array(taskIds.length).fill(ABSENT_CELL) : arrangeCells(own, taskIds),
  };
}

/** Null while no version of the DAG is in force. @throws {HttpProblem} 404 */
async function findShownRows(
  { database, structures }: CellSources,
  { dagId, structure }: GridRequest,
): Promise<GridRowsRow | null> {
  const inForce = await findVersionInForce(database, dagId);
  if (inForce === undefined) throw notFound(`There is no DAG "${dagId}".`);
  const version = structure === undefined ? inForce : await findVersionByHash(database, dagId, structure);
  if (structure !== undefined && version === null)
    throw new HttpProblem(404, `structure: no version of the DAG "${dagId}" has the structure "${structure}".`);
  if (version === null) return null;
  return (await structures.read([version])).get(version) ?? null;
}

function encodeBefore({ runAfterText, dagRunKey }: GridRunRow): string {
  return Buffer.from(JSON.stringify([runAfterText, dagRunKey])).toString('base64url');
}

const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const RUN_AFTER = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;

/** @throws {HttpProblem} 422 */
function decodeBefore(text: string | undefined): GridRunFilter['before'] {
  if (text === undefined) return undefined;
  const [runAfterText, dagRunKey] = parseBefore(text);
  if (typeof runAfterText === 'string' && typeof dagRunKey === 'string') {
    if (RUN_AFTER.test(runAfterText) && KEY.test(dagRunKey)) return { runAfterText, dagRunKey: dagRunKey as DagRunKey };
  }
  throw badField(['query', 'before'], 'Value error, expected `next_before` of a page of this grid', text);
}

function parseBefore(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
