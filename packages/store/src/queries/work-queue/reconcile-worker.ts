import type { AttemptId, WorkerId, Workload } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const reconcileWorkerStatement: Statement = {
  name: 'reconcile-worker',
  text: `select attempt_id as "attemptId", cancel_reason as "cancelReason",
           case when attempt_id = any($2::uuid[]) or claimed_at > clock_timestamp() - $3 * interval '1 millisecond'
             then null else workload end as missed
         from workload where worker_id = $1 order by priority desc, submitted`,
};

/** What a worker should have and should do. */
export interface WorkerStanding {
  /** Attempts that were given to it and never arrived. */
  readonly missed: readonly Workload[];
  /** Attempts that it has and that are not its own, or have ended. */
  readonly revoked: readonly AttemptId[];
  readonly cancelled: readonly { readonly attemptId: AttemptId; readonly reason: 'cancelled' | 'timeout' }[];
}

interface Row {
  readonly attemptId: AttemptId;
  readonly cancelReason: 'cancelled' | 'timeout' | null;
  readonly missed: Workload | null;
}

/**
 * Compares what a worker says it has with what it was given. What was given within the last `graceMs` may still be on its
 * way, and is not missed. Index: workload_of_worker.
 */
export async function reconcileWorker(
  database: Queryable,
  {
    workerId,
    held,
    graceMs,
  }: { readonly workerId: WorkerId; readonly held: readonly AttemptId[]; readonly graceMs: number },
): Promise<WorkerStanding> {
  const rows = await database.query<Row>(reconcileWorkerStatement, [workerId, held, graceMs]);
  const given = new Set(rows.map(({ attemptId }) => attemptId));
  return {
    missed: rows.flatMap(({ missed }) => (missed === null ? [] : [missed])),
    revoked: held.filter((attemptId) => !given.has(attemptId)),
    cancelled: rows.flatMap(({ attemptId, cancelReason }) =>
      cancelReason === null ? [] : [{ attemptId, reason: cancelReason }],
    ),
  };
}
