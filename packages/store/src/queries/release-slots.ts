import type { DagRunKey } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const releaseSlotsStatement: Statement = {
  name: 'release-slots',
  text: `with held as (
           select pool, sum(pool_slots)::int as slots from task_instance
           where dag_run_id = any($1::uuid[]) and state in ('queued', 'running', 'restarting')
           group by pool
         ), ordered as (
           select p.name, held.slots from pool p join held on held.pool = p.name order by p.name for no key update of p
         )
         update pool p set occupied = greatest(0, p.occupied - o.slots) from ordered o where p.name = o.name`,
};

/**
 * Gives back the pool slots that the task instances of these runs hold. For runs that are about to be deleted, in the
 * same transaction, after their rows were locked. Locks: the pools, by name.
 */
export async function releaseSlots(database: Queryable, dagRunKeys: readonly DagRunKey[]): Promise<void> {
  await database.query(releaseSlotsStatement, [dagRunKeys]);
}
