/** What children say, and what it means for the attempts that they run. */
import type { FinishedMessage, MessageFromChild, StartedMessage } from '../channel/messages.ts';
import { answerCall } from './answer-call.ts';
import type { AttemptEnds } from './attempt-ends.ts';
import type { Child } from './child.ts';
import type { ChildDepartures } from './child-departures.ts';
import { outcomeOfEnding } from './exit-outcome.ts';
import type { SupervisorParts } from './supervisor-parts.ts';

export class ChildMessages {
  readonly #parts: SupervisorParts;
  readonly #ends: AttemptEnds;
  readonly #departures: ChildDepartures;

  constructor(parts: SupervisorParts, ends: AttemptEnds, departures: ChildDepartures) {
    this.#parts = parts;
    this.#ends = ends;
    this.#departures = departures;
  }

  receive(child: Child, message: MessageFromChild): void {
    const { held, pool, output, limits, options } = this.#parts;
    switch (message.kind) {
      case 'ready':
        pool.markReady(child);
        break;
      case 'started':
        this.#begin(child, message);
        break;
      case 'finished':
        this.#finish(child, message);
        break;
      case 'log':
        output.receive(child, held.get(message.attemptId) ?? child.ownerOfLines(message.attemptId), message.lines);
        break;
      case 'loading':
        limits.limitLoad(child);
        break;
      case 'loaded':
        this.#markLoaded(child, message.at);
        break;
      case 'call':
        void answerCall(options.api, child, message, held.get(message.attemptId));
        break;
      case 'tokens_open':
        pool.openTokens(child, message.path);
        break;
      case 'closing':
        this.#departures.announced(child);
        break;
    }
  }

  #begin(child: Child, { attemptId, at, isLoading }: StartedMessage): void {
    const { held, reports, limits } = this.#parts;
    const attempt = held.get(attemptId);
    if (attempt === undefined || attempt.child !== child) return;
    child.begin(attempt);
    child.isLoading = isLoading;
    attempt.hasSaidStarted = true;
    attempt.startedAt = at;
    reports.started(attempt, at);
    limits.limitMemory(child, attempt);
  }

  #markLoaded(child: Child, at: number): void {
    child.isLoading = false;
    this.#parts.limits.clearLoad(child);
    if (child.running !== null) child.running.loadedAt = at;
  }

  #finish(child: Child, message: FinishedMessage): void {
    const { held, limits, durations, pool } = this.#parts;
    const attempt = held.get(message.attemptId);
    if (attempt === undefined || attempt.child !== child) return;
    if (message.hasOutputMarks) child.rawOutput.expectMarks(attempt);
    child.isLoading = false;
    limits.clearLoad(child);
    child.finish();
    durations.note(attempt.workload, message.at - (attempt.loadedAt ?? message.startedAt), message.hasWaited);
    pool.checkWear(child, message.memoryMb);
    const { ending } = attempt;
    this.#ends.finish(attempt, ending === null ? message.outcome : outcomeOfEnding(ending), message);
    // It may have left processes behind; they go with the child.
    if (ending !== null) pool.retire(child, 'ended_attempt');
  }
}
