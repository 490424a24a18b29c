import type { Queryable, Statement } from '../database.ts';
import type { PoolRow } from './list-pools.ts';

const savePoolStatement: Statement = {
  name: 'save-pool',
  text: `insert into pool (name, slots, description, include_deferred) values ($1, $2, $3, $4)
         on conflict (name) do update
         set slots = excluded.slots, description = excluded.description, include_deferred = excluded.include_deferred
         returning (xmax = 0) as "isNew"`,
};

/** Creates or changes a pool; the slots that are taken stay as they are. Returns whether it is new. Locks: its row. */
export async function savePool(database: Queryable, pool: Omit<PoolRow, 'occupied'>): Promise<boolean> {
  const values = [pool.name, pool.slots, pool.description, pool.includeDeferred];
  const [row] = await database.query<{ isNew: boolean }>(savePoolStatement, values);
  return row!.isNew;
}
