import type { PoolName } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const deletePoolStatement: Statement = {
  name: 'delete-pool',
  text: 'delete from pool where name = $1 returning name',
};

/** Deletes a pool. Returns whether there was one. Locks: its row. */
export async function deletePool(database: Queryable, name: PoolName): Promise<boolean> {
  const rows = await database.query(deletePoolStatement, [name]);
  return rows.length > 0;
}
