/** An attempt from the moment it is taken over until its `finished` report. */
import type { AttemptId, Workload } from '@tradewind/model';
import type { AttemptRef } from '../logs/log-line.ts';
import type { AttemptEnding } from './attempt-ending.ts';
import type { Child } from './child.ts';
import type { SecretMask } from './secret-mask.ts';

export interface HeldAttempt {
  readonly attemptId: AttemptId;
  readonly workload: Workload;
  /** Position in the order of arrival. */
  readonly order: number;
  /** When it was taken over, monotonic. */
  readonly arrivedAt: number;
  /** Needs a process in which nothing ran before. */
  readonly isFresh: boolean;
  /** The folder of its code; null until that is known. */
  bundleDirectory: string | null;
  /** Where it runs, or was handed ahead. */
  child: Child | null;
  /** The token under which it was handed ahead; 0: it was not. */
  token: number;
  /** How long it is expected to take; infinite when nobody knows. */
  expectedMs: number;
  /** When it started, since the epoch, as the child says or as it must be assumed. */
  startedAt: number | null;
  /** When its code was loaded and the task itself began, since the epoch; null: when it started. */
  loadedAt: number | null;
  /** What it has fetched and must not be seen; null: nothing. */
  secrets: SecretMask | null;
  /** Whether the child has said that it started. */
  hasSaidStarted: boolean;
  /** Whether `started` was reported. */
  isAnnounced: boolean;
  /** Set when it is being ended before its time. */
  ending: AttemptEnding | null;
  /** Runs out at `executionTimeoutMs`. */
  timeLimit: NodeJS.Timeout | null;
}

export function holdAttempt(workload: Workload, order: number): HeldAttempt {
  return {
    attemptId: workload.attemptId,
    workload,
    order,
    arrivedAt: performance.now(),
    isFresh: workload.isolation === 'process' || workload.memoryLimitMb !== null,
    bundleDirectory: null,
    child: null,
    token: 0,
    expectedMs: Number.POSITIVE_INFINITY,
    startedAt: null,
    loadedAt: null,
    secrets: null,
    hasSaidStarted: false,
    isAnnounced: false,
    ending: null,
    timeLimit: null,
  };
}

/** The words by which its log is found. */
export function refOf({ taskId, mapIndex, tryNumber, run: { dagId, runId } }: Workload): AttemptRef {
  return { dagId, runId, taskId, mapIndex, tryNumber };
}
