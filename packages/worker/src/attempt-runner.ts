/**
 * What the supervisor is to the local executor. The same port stands in `@tradewind/executors`: the two rooms do not
 * know each other, and `server` brings them together.
 */
import type { AttemptId, AttemptReport, Workload } from '@tradewind/model';

export type ReportListener = (batch: readonly AttemptReport[]) => void;
/** Why an attempt is called off. */
export type CancelReason = 'timeout' | 'cancelled';

export interface StopOptions {
  /** How long running attempts may go on before they are ended; 0 ends them at once. */
  readonly graceMs: number;
}

export interface AttemptRunner {
  /** Resolves when it takes attempts; children may still be starting. */
  start(reports: ReportListener): Promise<void>;
  /** Takes no more attempts, lets running ones go on for `graceMs`, then ends them. */
  stop(options: StopOptions): Promise<void>;
  /** Takes attempts over; what cannot run yet waits by priority, then in the order of arrival. */
  run(workloads: readonly Workload[]): void;
  /** Ends an attempt, whether it waits or runs; leaves an unknown one alone. */
  cancel(attemptId: AttemptId, reason: CancelReason): void;
  /** Whether the attempt waits or runs here. */
  holds(attemptId: AttemptId): boolean;
}
