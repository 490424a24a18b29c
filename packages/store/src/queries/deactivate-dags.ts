import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const deactivateDagsStatement: Statement = {
  name: 'deactivate-dags',
  text: `update dag set is_active = false, revision = revision + 1 where dag_id = any($1::text[]) and is_active`,
};

/**
 * Takes DAGs out of force because no file declares them any more. Their runs and versions stay.
 *
 * Tell the schedulers in the same transaction. Locks: the rows. Index: primary key.
 */
export async function deactivateDags(transaction: Queryable, dagIds: readonly DagId[]): Promise<void> {
  if (dagIds.length > 0) await transaction.query(deactivateDagsStatement, [dagIds]);
}
