import type { DagRunKey } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const deleteDagRunsStatement: Statement = {
  name: 'delete-dag-runs',
  text: 'delete from dag_run where id = any($1::uuid[])',
};

/** Deletes runs with their task instances and results. Give their slots back and tell the schedulers in the same transaction. */
export async function deleteDagRuns(database: Queryable, dagRunKeys: readonly DagRunKey[]): Promise<void> {
  await database.query(deleteDagRunsStatement, [dagRunKeys]);
}
