import type { PoolName } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const wantPoolsStatement: Statement = {
  name: 'want-pools',
  text: `with full_ones as (
           select name from pool where name = any($1) and not is_wanted order by name for no key update
         )
         update pool p set is_wanted = true from full_ones f where p.name = f.name`,
};

/**
 * Asks for a notification when slots of these pools are given back. Read the pools again after it, since some may have
 * been given back before. Locks: the pools, by name.
 */
export async function wantPools(database: Queryable, names: readonly PoolName[]): Promise<void> {
  await database.query(wantPoolsStatement, [names]);
}
