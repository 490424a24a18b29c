import type { DagRunKey } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const touchDagRunsStatement: Statement = {
  name: 'touch-dag-runs',
  text: `update dag_run set revision = revision + 1 where id = any($1::uuid[])`,
};

/**
 * Makes the scheduler load these runs again, since something of theirs was changed from outside.
 * Locks: the runs, which `lockDagRuns` holds already.
 */
export async function touchDagRuns(transaction: Queryable, dagRunKeys: readonly DagRunKey[]): Promise<void> {
  await transaction.query(touchDagRunsStatement, [dagRunKeys]);
}

const listUnfinishedStatement: Statement = {
  name: 'list-runs-with-work',
  text: `select r.id from dag_run r
         where r.id = any($1::uuid[]) and exists (
           select 1 from task_instance i where i.dag_run_id = r.id
             and i.state not in ('success', 'failed', 'skipped', 'upstream_failed', 'removed'))`,
};

/** Those of the runs that hold a task instance which has not ended. Index: primary key. */
export async function listRunsWithWork(
  database: Queryable,
  dagRunKeys: readonly DagRunKey[],
): Promise<readonly DagRunKey[]> {
  const rows = await database.query<{ id: DagRunKey }>(listUnfinishedStatement, [dagRunKeys]);
  return rows.map(({ id }) => id);
}
