import type { AttemptId, AttemptOutcome, AttemptReport } from '@tradewind/model';
import type { CancelReason } from '../executor.ts';
import type { QueuedReport } from './work-queue.ts';

/** An attempt in the hands of the remote executor, until its end is settled. */
export interface RemoteAttempt {
  readonly attemptId: AttemptId;
  /** Null when it had ended before it was adopted. */
  readonly queue: string | null;
  /** Monotonic: what was submitted after a look at the queue is not missing from it. */
  readonly since: number;
  /** Which of its reports the scheduler was given. */
  hasStarted: boolean;
  hasFinished: boolean;
  isCancelled: boolean;
}

export function remoteAttempt(attemptId: AttemptId, queue: string | null): RemoteAttempt {
  return {
    attemptId,
    queue,
    since: performance.now(),
    hasStarted: false,
    hasFinished: false,
    isCancelled: false,
  };
}

/** What the scheduler has to hear of a report, in order: each start and each end once. Notes it in `attempt`. */
export function reportsOf(attempt: RemoteAttempt, queued: QueuedReport, at: number): readonly AttemptReport[] {
  if (attempt.hasFinished) return [];
  if (queued.kind === 'started') return startOf(attempt, queued.report);
  const { attemptId } = attempt;
  const end = queued.kind === 'finished' ? queued.report : lossOf(attemptId, queued.report, at);
  if (end.kind !== 'finished') return [];
  const { startedAt, worker } = end;
  const start =
    startedAt === null ? [] : startOf(attempt, { kind: 'started', attemptId, at: startedAt, worker: worker ?? '' });
  attempt.hasFinished = true;
  return [...start, end];
}

function startOf(attempt: RemoteAttempt, report: AttemptReport): readonly AttemptReport[] {
  if (attempt.hasStarted) return [];
  attempt.hasStarted = true;
  return [report];
}

function lossOf(
  attemptId: AttemptId,
  { worker, startedAt }: { readonly worker: string; readonly startedAt: number | null },
  at: number,
): AttemptReport {
  const outcome = lostOutcome(`The worker "${worker}" went away while it had the attempt.`);
  return reportEnd(attemptId, { outcome, at, startedAt, worker });
}

/** The last report of an attempt about which no worker says anything any more. */
export function reportEnd(
  attemptId: AttemptId,
  end: {
    readonly outcome: AttemptOutcome;
    readonly at: number;
    readonly startedAt?: number | null;
    readonly worker?: string;
  },
): AttemptReport {
  const { outcome, at, startedAt = null, worker = null } = end;
  return {
    kind: 'finished',
    attemptId,
    startedAt,
    at: Math.max(at, startedAt ?? at),
    worker,
    outcome,
    usage: null,
    rendered: null,
  };
}

export function lostOutcome(message: string): AttemptOutcome {
  return endedOutcome('lost', 'AttemptLostError', 'ATTEMPT_LOST', message, true);
}

/** The outcome of an attempt that was called off before any worker had it. */
export function cancelledOutcome(reason: CancelReason): AttemptOutcome {
  return reason === 'cancelled'
    ? endedOutcome('cancelled', 'AttemptCancelledError', 'ATTEMPT_CANCELLED', 'The attempt was cancelled.', false)
    : endedOutcome('timeout', 'AttemptTimeoutError', 'ATTEMPT_TIMEOUT', 'The attempt was over its time.', true);
}

/** The outcome of an attempt that cannot be handed to any worker. */
export function undeliverableOutcome(message: string): AttemptOutcome {
  return endedOutcome('could_not_start', 'WorkerStartError', 'WORKER_COULD_NOT_START', message, false);
}

function endedOutcome(
  exitReason: 'lost' | 'cancelled' | 'timeout' | 'could_not_start',
  name: string,
  code: string,
  message: string,
  isRetryable: boolean,
): AttemptOutcome {
  return { kind: 'failed', exitReason, isRetryable, error: { name, message, code, stack: null, cause: null } };
}
