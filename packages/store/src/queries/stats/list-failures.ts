import type { DagId, RunId, TaskId } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import { makeFilter } from '../list-queries/filter.ts';

/** A task instance that failed. */
export interface FailureRow {
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly taskId: TaskId;
  readonly mapIndex: number;
  readonly tryNumber: number;
  /** Milliseconds since the epoch; null when it failed without having run. */
  readonly failedAt: number | null;
  readonly errorName: string | null;
  /** Its beginning. */
  readonly errorMessage: string | null;
  /** Its beginning. */
  readonly errorStack: string | null;
}

export interface FailureFilter {
  /** Milliseconds since the epoch: of the `run_after` of runs. */
  readonly fromAt: number;
  readonly toAt: number;
  /** @default all */
  readonly dagIds?: readonly DagId[] | undefined;
  readonly limit: number;
}

/**
 * Failed task instances of runs that failed or go on, the newest runs first; a run that succeeded all the same has none
 * that matters. Index: `dag_run_by_state`, then the primary key.
 */
export async function listFailures(
  database: Queryable,
  { fromAt, toAt, dagIds, limit }: FailureFilter,
): Promise<readonly FailureRow[]> {
  const filter = makeFilter(`r.state in ('failed', 'running')`, `i.state = 'failed'`);
  filter.addInstants('r.run_after', { gte: fromAt, lt: toAt });
  filter.add('r.dag_id = any(?::text[])', dagIds);
  const text = `
    select r.dag_id as "dagId", r.run_id as "runId", i.task_id as "taskId", i.map_index as "mapIndex",
      i.try_number as "tryNumber", i.finished_at as "failedAt", i.error ->> 'name' as "errorName",
      left(i.error ->> 'message', 2000) as "errorMessage", left(i.error ->> 'stack', 6000) as "errorStack"
    from dag_run r join task_instance i on i.dag_run_id = r.id ${filter.clause}
    order by r.run_after desc, r.id desc, i.task_id, i.map_index limit ${filter.value(limit)}`;
  return database.query<FailureRow>({ name: '', text }, filter.values);
}
