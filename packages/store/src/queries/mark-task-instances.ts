import type { DagRunKey, JsonObject, TaskId, TaskInstanceState } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';
import { columnsOf, type TaskInstanceRef } from './find-task-instances.ts';

export interface MarkedTaskInstance {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  readonly mapIndex: number;
  /** The state that it had. */
  readonly state: TaskInstanceState;
}

const markTaskInstancesStatement: Statement = {
  name: 'mark-task-instances',
  text: `with o as materialized (
           select i.* from unnest($1::uuid[], $2::text[], $3::int[]) as w(dag_run_id, task_id, map_index)
           join task_instance i on i.dag_run_id = w.dag_run_id and i.task_id = w.task_id
             and (w.map_index is null or i.map_index = w.map_index)
           where i.state <> $4
           order by i.dag_run_id, i.task_id, i.map_index
           for no key update of i
         ),
         released as (
           select pool, sum(pool_slots)::int as slots from o where state in ('queued', 'running', 'restarting') group by pool
         ),
         pools as (
           select p.name, released.slots from pool p join released on released.pool = p.name
           order by p.name for no key update of p
         ),
         given_back as (
           update pool p set occupied = greatest(0, p.occupied - pools.slots) from pools where p.name = pools.name
         ),
         marked as (
           update task_instance i set
             state = $4, reason = $5::jsonb, next_try_at = null,
             finished_at = case
               when o.state in ('success', 'failed', 'skipped', 'upstream_failed') then coalesce(o.finished_at, to_timestamp($6 / 1000.0))
               else to_timestamp($6 / 1000.0) end,
             error = case when $4 = 'failed' then i.error end
           from o
           where i.dag_run_id = o.dag_run_id and i.task_id = o.task_id and i.map_index = o.map_index
         )
         select o.dag_run_id as "dagRunKey", o.task_id as "taskId", o.map_index as "mapIndex", o.state
         from o order by o.dag_run_id, o.task_id, o.map_index`,
};

export interface TaskInstanceMark {
  readonly state: 'success' | 'failed' | 'skipped';
  readonly reason: JsonObject;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * Gives task instances a state by hand; those that have it already stay as they are. Returns those that changed.
 *
 * One that an executor holds gives its slots back; its attempt is called off by the scheduler, which loads the run again.
 * Call it in a transaction after `lockDagRuns`, and follow it with `touchDagRuns` and a notification.
 * Locks: the task instances by their keys, then pools by name. Index: primary keys.
 */
export function markTaskInstances(
  transaction: Queryable,
  refs: readonly TaskInstanceRef[],
  { state, reason, at }: TaskInstanceMark,
): Promise<MarkedTaskInstance[]> {
  return transaction.query<MarkedTaskInstance>(markTaskInstancesStatement, [
    ...columnsOf(refs),
    state,
    JSON.stringify(reason),
    at,
  ]);
}
