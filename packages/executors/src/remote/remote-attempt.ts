import type { AttemptId, AttemptOutcome, AttemptReport, Workload } from '@tradewind/model';
import type { CancelReason } from '../executor.ts';
import type { WorkerSession } from './worker-session.ts';

/** An attempt in the hands of the remote executor: it waits when it has no worker, and else is with that one. */
export interface RemoteAttempt {
  readonly attemptId: AttemptId;
  /** Null when a worker brought it along from an earlier life of the scheduler. */
  readonly workload: Workload | null;
  /** The order of arrival. */
  readonly order: number;
  worker: WorkerSession | null;
  /** Whether it takes a slot: true until its end is known, be it told or kept. */
  isOpen: boolean;
  /** False while nobody has adopted what a worker brought along: its reports are kept until then. */
  isClaimed: boolean;
  startedAt: number | null;
  /** Names process and host, for people. */
  workerName: string | null;
  /** Which of its reports the scheduler was given. */
  hasStarted: boolean;
  hasFinished: boolean;
  cancelReason: CancelReason | null;
  /** Reports that wait until it is claimed. */
  kept: AttemptReport[];
}

export function waitingAttempt(workload: Workload, order: number): RemoteAttempt {
  return { ...blank(workload.attemptId), workload, order, isClaimed: true };
}

export function broughtAttempt(attemptId: AttemptId, order: number): RemoteAttempt {
  return { ...blank(attemptId), workload: null, order, isClaimed: false };
}

function blank(attemptId: AttemptId): Omit<RemoteAttempt, 'workload' | 'order' | 'isClaimed'> {
  return {
    attemptId,
    worker: null,
    isOpen: true,
    startedAt: null,
    workerName: null,
    hasStarted: false,
    hasFinished: false,
    cancelReason: null,
    kept: [],
  };
}

/** The last report of an attempt about which its worker says nothing any more. */
export function reportEnd(
  { attemptId, startedAt, workerName }: RemoteAttempt,
  outcome: AttemptOutcome,
  at: number,
): AttemptReport {
  return {
    kind: 'finished',
    attemptId,
    startedAt,
    at: Math.max(at, startedAt ?? at),
    worker: workerName,
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
