/** Children that go, and what becomes of the attempts that they had. */
import { wallClock } from '@tradewind/model';
import type { AttemptEnds } from './attempt-ends.ts';
import type { Child } from './child.ts';
import type { ChildExit } from './child-process.ts';
import { outcomeOfEnding, outcomeOfExit } from './exit-outcome.ts';
import type { HeldAttempt } from './held-attempt.ts';
import type { SupervisorParts } from './supervisor-parts.ts';

/** After so many children in a row that died at their start, what waits is given back. */
const GIVE_UP_AFTER_STARTS = 3;

export class ChildDepartures {
  readonly #parts: SupervisorParts;
  readonly #ends: AttemptEnds;

  constructor(parts: SupervisorParts, ends: AttemptEnds) {
    this.#parts = parts;
    this.#ends = ends;
  }

  /** The child ends in an orderly way and has said everything: what it did not start goes to another one. */
  announced(child: Child): void {
    const { pool, dispatcher } = this.#parts;
    pool.markClosing(child);
    this.#recover(dispatcher.takeBack(child));
    this.#recover(child.abandon((attempt) => !attempt.hasSaidStarted && attempt.ending === null));
  }

  /** The child is gone, and everything that it said was heard. */
  gone(child: Child, exit: ChildExit): void {
    const wasStarting = child.state === 'starting';
    this.#recover(this.#parts.dispatcher.takeBack(child));
    const lost = child.abandon(() => true);
    for (const attempt of lost) {
      // A process that crashes has no time to say what it had started.
      if (!wasStarting) assumeStarted(child, attempt, this.#parts);
      this.#finishLost(attempt, exit, wasStarting);
    }
    if (lost.length === 0 && wasStarting) this.#giveUpIfNothingStarts(exit);
    this.#parts.limits.forget(child);
  }

  /** Attempts that never ran, and have no child any more, wait again. */
  #recover(attempts: readonly HeldAttempt[]): void {
    const { limits, dispatcher, stopState } = this.#parts;
    for (const attempt of attempts) {
      attempt.child = null;
      attempt.token = 0;
      attempt.startedAt = null;
      attempt.loadedAt = null;
      limits.clearTime(attempt);
      if (stopState.isStopping) this.#ends.giveUp(attempt, 'lost', 'The worker stopped before the attempt could run.');
      else if (!dispatcher.has(attempt)) dispatcher.add(attempt);
    }
  }

  #finishLost(attempt: HeldAttempt, exit: ChildExit, wasStarting: boolean): void {
    const outcome = attempt.ending === null ? outcomeOfExit(exit) : outcomeOfEnding(attempt.ending);
    if (attempt.ending === null) this.#parts.log.say(attempt, 'system', 'error', [outcome.error.message]);
    const couldNotStart = wasStarting && attempt.ending === null && outcome.exitReason === 'crashed';
    this.#ends.finish(attempt, couldNotStart ? { ...outcome, exitReason: 'could_not_start' } : outcome, null);
  }

  /** A child that cannot be started, whatever is tried, must not keep attempts waiting in silence. */
  #giveUpIfNothingStarts(exit: ChildExit): void {
    const { pool, dispatcher } = this.#parts;
    const hasReady = [...pool.all].some(({ state }) => state === 'ready');
    if (hasReady || pool.failedStarts < GIVE_UP_AFTER_STARTS) return;
    const { error } = outcomeOfExit(exit);
    const why = `No worker process could be started. ${error.message}`;
    for (const attempt of dispatcher.removeAll()) this.#ends.giveUp(attempt, 'could_not_start', why);
  }
}

/** The child started the attempt, though it had no chance to say so. */
export function assumeStarted(child: Child, attempt: HeldAttempt, { reports }: SupervisorParts): void {
  attempt.startedAt ??= wallClock() - (performance.now() - child.since);
  reports.started(attempt, attempt.startedAt);
}
