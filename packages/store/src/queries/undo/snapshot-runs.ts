import type { DagRunKey, JsonObject } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';
import { columnsOf, type TaskInstanceRef } from '../find-task-instances.ts';

/** Rows as they are in the database, to be put back. */
export interface RunsSnapshot {
  readonly runs: readonly JsonObject[];
  readonly instances: readonly JsonObject[];
}

const snapshotStatement: Statement = {
  name: 'snapshot-runs',
  text: `select coalesce((select json_agg(r) from dag_run r where r.id = any($1::uuid[])), '[]') as runs,
           coalesce((
             select json_agg(i) from unnest($1::uuid[], $2::text[], $3::int[]) as w(dag_run_id, task_id, map_index)
             join task_instance i on i.dag_run_id = w.dag_run_id and i.task_id = w.task_id
               and (w.map_index is null or i.map_index = w.map_index)), '[]') as instances`,
};

/** These task instances and their runs. Index: primary keys. */
export async function snapshotRuns(database: Queryable, refs: readonly TaskInstanceRef[]): Promise<RunsSnapshot> {
  const [row] = await database.query<RunsSnapshot>(snapshotStatement, columnsOf(refs));
  return row!;
}

/** A task instance that is not as it was left. */
export interface ChangedSince {
  readonly runId: string;
  readonly taskId: string;
  readonly mapIndex: number;
  readonly state: string;
}

const changedStatement: Statement = {
  name: 'list-changed-since',
  text: `select r.run_id as "runId", a.task_id as "taskId", a.map_index as "mapIndex", coalesce(i.state, 'deleted') as state
         from json_populate_recordset(null::task_instance, $1::json) a
         join json_populate_recordset(null::task_instance, $2::json) b using (dag_run_id, task_id, map_index)
         left join task_instance i using (dag_run_id, task_id, map_index)
         join dag_run r on r.id = a.dag_run_id
         where i.state is null or a.state = 'restarting'
           or not (i.state = a.state and i.attempt_id is not distinct from a.attempt_id and i.try_number = a.try_number)
             and not (a.state = 'none' and i.started_at is null and i.state in ('none', 'scheduled', 'queued', 'skipped', 'upstream_failed'))
         order by 1, 2, 3`,
};

/**
 * Which of these task instances went on since they were left as `after`: started, were changed again, or are gone. One
 * that only waits has not; one that ran and was stopped for it cannot be put back. Call it after `lockRunsByKey`.
 */
export function listChangedSince(
  transaction: Queryable,
  after: RunsSnapshot,
  before: RunsSnapshot,
): Promise<ChangedSince[]> {
  return transaction.query<ChangedSince>(changedStatement, [
    JSON.stringify(after.instances),
    JSON.stringify(before.instances),
  ]);
}

const lockStatement: Statement = {
  name: 'lock-runs-by-key',
  text: 'select id from dag_run where id = any($1::uuid[]) order by id for no key update',
};

/** Locks runs against their scheduler, as `lockDagRuns` does. */
export async function lockRunsByKey(transaction: Queryable, keys: readonly DagRunKey[]): Promise<void> {
  await transaction.query(lockStatement, [keys]);
}

const restoreInstancesStatement: Statement = {
  name: 'restore-task-instances',
  text: `with b as materialized (select * from json_populate_recordset(null::task_instance, $1::json)),
         o as materialized (
           select i.* from task_instance i join b using (dag_run_id, task_id, map_index)
           order by i.dag_run_id, i.task_id, i.map_index for no key update of i
         ),
         released as (select pool, sum(pool_slots)::int as slots from o where state = 'queued' group by pool),
         pools as (
           select p.name, released.slots from pool p join released on released.pool = p.name
           order by p.name for no key update of p
         ),
         given_back as (
           update pool p set occupied = greatest(0, p.occupied - pools.slots) from pools where p.name = pools.name
         ),
         superseded as (
           insert into attempt (id, dag_run_id, task_id, map_index, try_number, state, reason, queued_at, handed_over_at,
             started_at, finished_at, worker, cpu_ms, peak_memory_mb, error)
           select o.attempt_id, o.dag_run_id, o.task_id, o.map_index, o.try_number, o.state, o.reason, o.queued_at,
             o.handed_over_at, o.started_at, o.finished_at, o.worker, o.cpu_ms, o.peak_memory_mb, o.error
           from o join b using (dag_run_id, task_id, map_index)
           where o.attempt_id is not null and o.started_at is not null and b.state in ('running', 'restarting')
           on conflict do nothing
         ),
         history as (delete from attempt a using b where a.id = b.attempt_id and b.state not in ('queued', 'running', 'restarting'))
         update task_instance i set
           state = case when b.state in ('scheduled', 'queued', 'running', 'restarting') then 'none' else b.state end,
           attempt_id = case when b.state not in ('queued', 'running', 'restarting') then b.attempt_id end,
           try_number = b.try_number,
           max_tries = b.max_tries + (b.state in ('running', 'restarting'))::int,
           lost_attempts = b.lost_attempts, reason = b.reason, error = b.error, rendered = b.rendered, note = b.note,
           dependencies_met_at = b.dependencies_met_at, scheduled_at = b.scheduled_at,
           queued_at = b.queued_at, handed_over_at = b.handed_over_at, worker = b.worker,
           started_at = case when b.state not in ('queued', 'running', 'restarting') then b.started_at end,
           finished_at = b.finished_at, next_try_at = b.next_try_at, cpu_ms = b.cpu_ms, peak_memory_mb = b.peak_memory_mb
         from o join b on b.dag_run_id = o.dag_run_id and b.task_id = o.task_id and b.map_index = o.map_index
         where i.dag_run_id = o.dag_run_id and i.task_id = o.task_id and i.map_index = o.map_index`,
};

const restoreRunsStatement: Statement = {
  name: 'restore-dag-runs',
  text: `update dag_run r set state = b.state, started_at = b.started_at, finished_at = b.finished_at, queued_at = b.queued_at,
           reason = b.reason, clear_number = b.clear_number, note = b.note, revision = r.revision + 1
         from json_populate_recordset(null::dag_run, $1::json) b where r.id = b.id`,
};

/**
 * Puts runs and task instances back as they were. One that an executor held runs again instead, since what it did is
 * lost. Call it after `lockRunsByKey`. Locks: the task instances by their keys, then pools by name.
 */
export async function restoreRuns(transaction: Queryable, { runs, instances }: RunsSnapshot): Promise<void> {
  await transaction.query(restoreInstancesStatement, [JSON.stringify(instances)]);
  await transaction.query(restoreRunsStatement, [JSON.stringify(runs)]);
}
