/**
 * How many attempts beyond the parallelism are worth taking, so that short tasks never wait for the scheduler.
 *
 * With tasks of a fraction of a millisecond, all slots are empty again before the next turn has been committed. The
 * executor therefore takes as many more as finished lately within one such turn; with long tasks that is none.
 */
const TURN_MS = 20;
const MAX_LOOK_AHEAD = 512;
/** Weight of the newest window in the average. */
const NEWEST = 0.5;

/** Counts finished attempts; every `at` is a monotonic instant in milliseconds. */
export class LookAhead {
  #windowStartedAt = 0;
  #finishedInWindow = 0;
  #finishedPerTurn = 0;
  #lastFinishedAt = 0;

  /** Attempts beyond the parallelism that may be taken at `at`; 0 when nothing has finished for two turns. */
  sizeAt(at: number): number {
    if (at - this.#lastFinishedAt > 2 * TURN_MS) return 0;
    return Math.min(MAX_LOOK_AHEAD, Math.floor(this.#finishedPerTurn));
  }

  finished(count: number, at: number): void {
    this.#lastFinishedAt = at;
    this.#finishedInWindow += count;
    const elapsedMs = at - this.#windowStartedAt;
    if (elapsedMs < TURN_MS) return;
    const perTurn = (this.#finishedInWindow * TURN_MS) / elapsedMs;
    this.#finishedPerTurn = NEWEST * perTurn + (1 - NEWEST) * this.#finishedPerTurn;
    this.#windowStartedAt = at;
    this.#finishedInWindow = 0;
  }
}
