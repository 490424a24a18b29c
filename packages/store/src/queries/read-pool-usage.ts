import type { DagId, DagRunKey, PoolName, RunId, TaskId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** Somebody who holds slots of a pool. `*At` are milliseconds since the epoch. */
export interface PoolHolder {
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly taskId: TaskId;
  readonly poolSlots: number;
  readonly queuedAt: number | null;
}

export interface PoolUsage {
  /** Those for longest first, at most as many as were asked for. */
  readonly holders: readonly PoolHolder[];
  /** How many task instances hold slots, and how many wait for some. */
  readonly holderCount: number;
  readonly waitingCount: number;
  /** How many of the waiting ones go before the one that asks. */
  readonly aheadCount: number;
}

const holdersStatement: Statement = {
  name: 'read-pool-holders',
  text: `select r.dag_id as "dagId", r.run_id as "runId", i.task_id as "taskId", i.pool_slots as "poolSlots",
           i.queued_at as "queuedAt", (count(*) over ())::int as count
         from dag_run r join task_instance i on i.dag_run_id = r.id
         where r.finished_at is null and i.pool = $1 and i.state in ('queued', 'running', 'restarting')
         order by i.queued_at limit $2`,
};

const waitingStatement: Statement = {
  name: 'count-pool-waiters',
  text: `with mine as (
           select i.priority, coalesce(r.logical_date, r.run_after) as run_at
           from task_instance i join dag_run r on r.id = i.dag_run_id
           where i.dag_run_id = $2 and i.task_id = $3 and i.map_index = -1
         )
         select count(*)::int as waiting,
           (count(*) filter (where i.priority > mine.priority
             or (i.priority = mine.priority and coalesce(r.logical_date, r.run_after) < mine.run_at)))::int as ahead
         from mine cross join dag_run r join task_instance i on i.dag_run_id = r.id
         where r.finished_at is null and i.pool = $1 and i.state = 'scheduled'`,
};

/**
 * Who holds the slots of a pool and who waits for them, from the place of one task instance. Schedulers take turns between
 * DAGs of one priority, so that the place is an estimate. Index: `dag_run_unfinished`.
 */
export async function readPoolUsage(
  database: Queryable,
  pool: PoolName,
  asking: { readonly dagRunKey: DagRunKey; readonly taskId: TaskId },
  limit: number,
): Promise<PoolUsage> {
  const rows = await database.query<PoolHolder & { readonly count: number }>(holdersStatement, [pool, limit]);
  const [counts] = await database.query<{ waiting: number; ahead: number }>(waitingStatement, [
    pool,
    asking.dagRunKey,
    asking.taskId,
  ]);
  return {
    holders: rows.map(({ count: _, ...holder }) => holder),
    holderCount: rows[0]?.count ?? 0,
    waitingCount: counts?.waiting ?? 0,
    aheadCount: counts?.ahead ?? 0,
  };
}
