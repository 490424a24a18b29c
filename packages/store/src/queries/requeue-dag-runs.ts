import type { DagRunKey } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const requeueDagRunsStatement: Statement = {
  name: 'requeue-dag-runs',
  text: `update dag_run set
           state = case when finished_at is null then state else 'queued' end,
           clear_number = clear_number + (finished_at is not null)::int,
           queued_at = case when finished_at is null then queued_at else clock_timestamp() end,
           started_at = case when finished_at is null then started_at end,
           reason = case when finished_at is null then reason end,
           finished_at = null,
           revision = revision + 1
         where id = any($1::uuid[])`,
};

/**
 * After task instances of these runs were cleared: a finished run is queued again, one under way stays as it is; either
 * way its scheduler loads it again. Locks: the runs, which `lockDagRuns` holds already.
 */
export async function requeueDagRuns(transaction: Queryable, dagRunKeys: readonly DagRunKey[]): Promise<void> {
  await transaction.query(requeueDagRunsStatement, [dagRunKeys]);
}
