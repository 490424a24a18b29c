import type { WorkerId, Workload } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const claimWorkloadsStatement: Statement = {
  name: 'claim-workloads',
  text: `with room as materialized (
           select least($3, k.slots + $2 - (select count(*) from workload h where h.worker_id = k.id))::integer as places, k.queues
           from worker k where k.id = $1 and k.ended_at is null and not k.is_draining
         ), chosen as materialized (
           select w.attempt_id from workload w
           where w.worker_id is null and w.queue = any((select queues from room)::text[])
           order by w.priority desc, w.submitted
           limit greatest(0, (select places from room))
           for update skip locked
         ), claimed as (
           update workload w set worker_id = $1, claimed_at = clock_timestamp()
           from chosen where w.attempt_id = chosen.attempt_id
           returning w.workload, w.priority, w.submitted
         )
         select (select places from room) as places,
           (select json_agg(workload order by priority desc, submitted) from claimed) as workloads`,
};

export interface ClaimedWorkloads {
  readonly workloads: readonly Workload[];
  /** How many it could have got: fewer were there when this is more than it got. */
  readonly places: number;
}

/**
 * Gives a worker attempts of its queues: the greatest priority first, then the order of arrival; as many as it has free
 * slots and `ahead` more, at most `limit`. A worker that has ended or drains gets none.
 *
 * Locks the rows that it takes, and skips those that another call takes. Index: workload_waiting.
 */
export async function claimWorkloads(
  database: Queryable,
  claim: { readonly workerId: WorkerId; readonly ahead: number; readonly limit: number },
): Promise<ClaimedWorkloads> {
  const values = [claim.workerId, claim.ahead, claim.limit];
  const [row] = await database.query<{ places: number | null; workloads: readonly Workload[] | null }>(
    claimWorkloadsStatement,
    values,
  );
  return { workloads: row?.workloads ?? [], places: Math.max(0, row?.places ?? 0) };
}
