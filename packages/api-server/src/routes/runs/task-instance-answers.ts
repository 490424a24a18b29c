import { type DagRunKey, type TaskId, UNMAPPED } from '@tradewind/model';
import { findTaskInstances, type Page, type Queryable, type TaskInstanceDetailsRow } from '@tradewind/store';
import { notFound } from '../../http/http-problem.ts';
import { collection } from '../../http/paging.ts';
import type { Caller } from '../../identity/caller.ts';
import { presentTaskInstance } from '../../present/task-instance.ts';
import { type RunParts, versionsOf } from './run-parts.ts';
import { type RunPath, requireDagRun } from './run-scope.ts';

/** Task instances in the shape of the API, without pages: all that an edit was about. */
export async function taskInstanceAnswer(
  parts: Pick<RunParts, 'versions'>,
  database: Queryable,
  rows: readonly TaskInstanceDetailsRow[],
  caller: Caller,
) {
  const page = { total: rows.length, isEstimate: false, nextCursor: null, previousCursor: null };
  return taskInstancePage(parts, database, { ...page, rows }, caller);
}

export async function taskInstancePage(
  parts: Pick<RunParts, 'versions'>,
  database: Queryable,
  page: Page<TaskInstanceDetailsRow>,
  caller: Caller,
) {
  const versions = await versionsOf(parts, database, page.rows);
  return collection(
    'task_instances',
    page,
    page.rows.map((row) => presentTaskInstance(row, versions.get(row.dagVersionId), caller)),
  );
}

export interface TaskPath extends RunPath {
  readonly task_id: string;
  readonly map_index?: number | undefined;
}

/** One task instance by its path. @throws {HttpProblem} 404 */
export async function requireTaskInstance(database: Queryable, path: TaskPath): Promise<TaskInstanceDetailsRow> {
  const { dagRunKey } = await requireDagRun(database, path);
  const { task_id: taskId, map_index: mapIndex = UNMAPPED } = path;
  const row = await findTaskInstance(database, dagRunKey, taskId, mapIndex);
  if (row !== undefined) return row;
  const index = mapIndex === UNMAPPED ? '' : `, map_index: \`${mapIndex}\``;
  throw notFound(
    `The Task Instance with dag_id: \`${path.dag_id}\`, run_id: \`${path.dag_run_id}\`, task_id: \`${taskId}\`${index} was not found.`,
  );
}

async function findTaskInstance(
  database: Queryable,
  dagRunKey: DagRunKey,
  taskId: string,
  mapIndex: number,
): Promise<TaskInstanceDetailsRow | undefined> {
  return (await findTaskInstances(database, [{ dagRunKey, taskId: taskId as TaskId, mapIndex }]))[0];
}
