/**
 * The ends of attempts: as the task says, before its time, or without ever having run.
 *
 * Invariant: `finish` is called once for every attempt that is held, and ends its being held.
 */
import type { AttemptOutcome } from '@tradewind/model';
import type { FinishedMessage } from '../channel/messages.ts';
import type { EndingReason, EndingStep } from './attempt-ending.ts';
import { beginEnding } from './begin-ending.ts';
import { failure } from './exit-outcome.ts';
import type { HeldAttempt } from './held-attempt.ts';
import type { SupervisorParts } from './supervisor-parts.ts';

export class AttemptEnds {
  readonly #parts: SupervisorParts;

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
  }

  /** Begins to end an attempt that is in a child. The first reason stands. */
  begin(attempt: HeldAttempt, reason: EndingReason, why: string, first: EndingStep): void {
    const { child } = attempt;
    if (child === null || attempt.ending !== null) return;
    const { dispatcher, options, pool, log } = this.#parts;
    dispatcher.takeBack(child);
    const { stopGraceMs, killGraceMs } = options;
    attempt.ending = beginEnding({ attempt, child, reason, why, first }, { pool, log, stopGraceMs, killGraceMs });
  }

  /** Ends an attempt that does not run. */
  giveUp(attempt: HeldAttempt, reason: EndingReason, why: string): void {
    const { held, dispatcher, log } = this.#parts;
    if (!held.has(attempt.attemptId)) return;
    dispatcher.remove(attempt);
    log.say(attempt, 'system', 'error', [why]);
    this.finish(attempt, failure(reason, why, reason !== 'cancelled'), null);
  }

  /** `message` is what the child said, or null when it could not say anything. */
  finish(attempt: HeldAttempt, outcome: AttemptOutcome, message: FinishedMessage | null): void {
    const { held, limits, reports, stopState } = this.#parts;
    const { child } = attempt;
    attempt.ending?.done();
    limits.clearTime(attempt);
    held.delete(attempt.attemptId);
    reports.finished(attempt, outcome, message, child === null ? 0 : limits.peakMemoryMb(child));
    stopState.changed();
  }
}
