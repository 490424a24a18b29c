import type { AttemptId, Workload } from '@tradewind/model';
import type { CancelReason, ReportListener, StopOptions } from '../executor.ts';

/**
 * What the local executor needs: something on this machine that runs attempts in processes.
 *
 * The supervisor of `@tradewind/worker` is one; `server` brings the two together. The promises of `Executor` about
 * reports, order, cancelling and stopping hold here already: the executor adds the accounting of slots.
 */
export interface AttemptRunner {
  start(reports: ReportListener): Promise<void>;
  stop(options: StopOptions): Promise<void>;
  /** Takes attempts over; what cannot run yet waits by priority, then in the order of arrival. */
  run(workloads: readonly Workload[]): void;
  cancel(attemptId: AttemptId, reason: CancelReason): void;
  /** Whether the attempt waits or runs here. */
  holds(attemptId: AttemptId): boolean;
}
