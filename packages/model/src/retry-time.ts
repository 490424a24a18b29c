/**
 * Whether and when a failed attempt is followed by another.
 *
 * Without back-off the delay is `retryDelayMs`. With a back-off of m, try n waits between b and 2b seconds, where
 * b = retryDelay × m^(n-1), rounded up; at most a day, and at most `maxRetryDelayMs`. Where in that span is decided by a
 * hash of the attempt's name, so that tasks that failed together do not come back together and yet every scheduler,
 * the simulator and the UI compute the same instant.
 *
 * The name is Airflow's, `<dag>#<task>#<logical date>#<try>`, with two additions that keep equals apart: a mapped
 * instance adds `#<map index>`, and a run without logical date puts its run id in the date's place.
 */
import type { DagId, RunId, TaskId } from './ids.ts';
import type { SerializedRetries } from './serialized-dag.ts';
import { sha1 } from './sha1.ts';

const LONGEST_BACKOFF_S = 86_400;

export interface FailedAttempt {
  readonly dagId: DagId;
  readonly taskId: TaskId;
  readonly runId: RunId;
  /** -1 when it is not mapped. */
  readonly mapIndex: number;
  readonly logicalDateAt: number | null;
  /** 1 for the first try. */
  readonly tryNumber: number;
}

/** Whether an attempt that failed in a retryable way may be followed by another. */
export function isEligibleForRetry(attempt: {
  /** How many retries the task has. */
  readonly retries: number;
  readonly tryNumber: number;
  /** The last try that may be followed by another: `retries` at first, and more after a clear. */
  readonly maxTries: number;
}): boolean {
  return attempt.retries > 0 && attempt.tryNumber <= attempt.maxTries;
}

/** How long after its end a failed attempt is tried again, in milliseconds. */
export function retryDelayMs(retry: SerializedRetries, attempt: FailedAttempt): number {
  if (retry.backoff === 0 || retry.backoff === 1) return retry.retryDelayMs;
  const base = Math.max(1, Math.ceil((retry.retryDelayMs / 1000) * retry.backoff ** (attempt.tryNumber - 1)));
  const delayMs = 1000 * jittered(base, attempt);
  return retry.maxRetryDelayMs === null ? delayMs : Math.min(delayMs, retry.maxRetryDelayMs);
}

/**
 * The instant of the next try, counted from the end of the failed one, so that a late scheduler does not add to it.
 *
 * @param endedAt when the attempt failed.
 * @param overrideMs a delay that the task or its retry policy asked for; it replaces all of the arithmetic.
 */
export function nextRetryAt(
  retry: SerializedRetries,
  attempt: FailedAttempt,
  endedAt: number,
  overrideMs?: number,
): number {
  return endedAt + (overrideMs ?? retryDelayMs(retry, attempt));
}

/** Whether the time of a retry has come; the instant itself does not count yet. */
export function isRetryDue(retryAt: number, now: number): boolean {
  return retryAt < now;
}

/** Seconds in [base, 2 base), at most a day. */
function jittered(base: number, attempt: FailedAttempt): number {
  // Also keeps `remainder` exact, which needs a base below 2^21.
  if (base >= LONGEST_BACKOFF_S) return LONGEST_BACKOFF_S;
  return Math.min(base + remainder(sha1(nameOf(attempt)), base), LONGEST_BACKOFF_S);
}

function nameOf({ dagId, taskId, runId, mapIndex, logicalDateAt, tryNumber }: FailedAttempt): string {
  const date = logicalDateAt === null ? runId : new Date(logicalDateAt).toISOString();
  const name = `${dagId}#${taskId}#${date}#${tryNumber}`;
  return mapIndex < 0 ? name : `${name}#${mapIndex}`;
}

/** The number that 32-bit `words` spell, modulo `base`; exact, since every step stays below 2^53. */
function remainder(words: Uint32Array, base: number): number {
  return words.reduce((rest, word) => (rest * 2 ** 32 + word) % base, 0);
}
