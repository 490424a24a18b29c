import type { AttemptId, WorkerId, Workload } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const findWorkloadStatement: Statement = {
  name: 'find-workload',
  text: `select workload, worker_id as "workerId", started_at as "startedAt", cancel_reason as "cancelReason"
         from workload where attempt_id = $1`,
};

export interface WorkloadRow {
  readonly workload: Workload;
  readonly workerId: WorkerId | null;
  readonly startedAt: number | null;
  readonly cancelReason: 'cancelled' | 'timeout' | null;
}

/** An attempt that waits for a worker or is with one; null when it has ended, or never was. Index: primary key. */
export async function findWorkload(database: Queryable, attemptId: AttemptId): Promise<WorkloadRow | null> {
  const [row] = await database.query<WorkloadRow>(findWorkloadStatement, [attemptId]);
  return row ?? null;
}
