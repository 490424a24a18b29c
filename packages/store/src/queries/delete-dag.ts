import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const deleteDagStatement: Statement = {
  name: 'delete-dag',
  text: `with runs as (select count(*)::int as count from dag_run where dag_id = $1),
         gone as (delete from dag where dag_id = $1 returning dag_id)
         select runs.count as "runCount" from gone cross join runs`,
};

/**
 * Deletes a DAG with its versions, runs, task instances and results. Returns how many runs went with it, or null when
 * there is no such DAG. The next scan of the DAG folder adds it again when a file still declares it.
 *
 * Give the slots of its task instances back first, and tell the schedulers in the same transaction.
 */
export async function deleteDag(database: Queryable, dagId: DagId): Promise<number | null> {
  const [row] = await database.query<{ runCount: number }>(deleteDagStatement, [dagId]);
  return row?.runCount ?? null;
}
