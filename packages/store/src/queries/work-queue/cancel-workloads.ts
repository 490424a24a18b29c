import type { AttemptId, ExecutorId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const cancelWorkloadsStatement: Statement = {
  name: 'cancel-workloads',
  text: `with held as materialized (
           select attempt_id, worker_id from workload
           where attempt_id = any($2::uuid[]) and owner = $1 and cancel_reason is null order by attempt_id for update
         ), gone as (
           delete from workload w using held h where w.attempt_id = h.attempt_id and h.worker_id is null
           returning w.attempt_id
         ), marked as (
           update workload w set cancel_reason = $3 from held h
           where w.attempt_id = h.attempt_id and h.worker_id is not null
         ), told as materialized (
           select pg_notify('tradewind_work', case when count(distinct worker_id) > 150 then '{}'
             else json_build_object('workers', json_agg(distinct worker_id))::text end)
           from held where worker_id is not null having count(*) > 0
         )
         select attempt_id as "attemptId" from gone where (select count(*) from told) >= 0`,
};

/**
 * Calls attempts of this owner off. One that waits is gone from the queue, and returned; one that a worker has is marked,
 * and the API servers are told.
 *
 * Locks the rows of these attempts. Index: primary key.
 */
export async function cancelWorkloads(
  database: Queryable,
  owner: ExecutorId,
  attemptIds: readonly AttemptId[],
  reason: 'cancelled' | 'timeout',
): Promise<readonly AttemptId[]> {
  const rows = await database.query<{ attemptId: AttemptId }>(cancelWorkloadsStatement, [owner, attemptIds, reason]);
  return rows.map(({ attemptId }) => attemptId);
}

const withdrawWorkloadsStatement: Statement = {
  name: 'withdraw-workloads',
  text: `with gone as (delete from workload where owner = $1 returning worker_id)
         select pg_notify('tradewind_work', case when count(distinct worker_id) > 150 then '{}'
           else json_build_object('workers', json_agg(distinct worker_id))::text end)
         from gone where worker_id is not null having count(*) > 0`,
};

/** Takes every attempt of this owner out of the queue; workers that have one are told to stop it. */
export async function withdrawWorkloads(database: Queryable, owner: ExecutorId): Promise<void> {
  await database.query(withdrawWorkloadsStatement, [owner]);
}
