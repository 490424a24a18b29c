import type { PoolName } from '@tradewind/model';
import type { Database, Queryable, Statement } from '../database.ts';

export interface PoolSlotsRow {
  readonly name: PoolName;
  /** -1: without limit. */
  readonly slots: number;
  readonly occupied: number;
}

const readPoolsStatement: Statement = {
  name: 'read-pools',
  text: 'select name, slots, occupied from pool order by name',
};

export function readPools(database: Queryable): Promise<PoolSlotsRow[]> {
  return database.query<PoolSlotsRow>(readPoolsStatement);
}

const lockPoolsStatement: Statement = {
  name: 'lock-pools',
  text: 'select name from pool order by name for no key update',
};

const recountStatement: Statement = {
  name: 'recount-pools',
  text: `with used as (
           select i.pool, sum(i.pool_slots)::integer as occupied
           from dag_run r join task_instance i on i.dag_run_id = r.id
           where r.finished_at is null and i.state in ('queued', 'running', 'restarting')
           group by i.pool
         ), counted as (
           select p.name, coalesce(used.occupied, 0) as occupied from pool p left join used on used.pool = p.name
         )
         update pool p set occupied = counted.occupied from counted
         where p.name = counted.name and p.occupied <> counted.occupied
         returning p.name`,
};

/**
 * Counts the occupied slots anew, while all pools are locked. Returns the pools whose count was wrong.
 *
 * Two statements, since the count must see what the commits did that the lock waited for.
 */
export function recountPools(database: Database): Promise<readonly PoolName[]> {
  return database.transaction(async (transaction) => {
    await transaction.query(lockPoolsStatement);
    return (await transaction.query<{ name: PoolName }>(recountStatement)).map(({ name }) => name);
  });
}
