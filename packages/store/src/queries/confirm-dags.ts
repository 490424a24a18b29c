import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const confirmDagsStatement: Statement = {
  name: 'confirm-dags',
  text: 'update dag set last_parsed_at = now() where dag_id = any($1::text[])',
};

/** Notes that the files of these DAGs were loaded and gave nothing new. Locks: the rows. Index: primary key. */
export async function confirmDags(transaction: Queryable, dagIds: readonly DagId[]): Promise<void> {
  if (dagIds.length > 0) await transaction.query(confirmDagsStatement, [dagIds]);
}
