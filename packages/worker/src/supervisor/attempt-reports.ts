/**
 * Reports on their way to the scheduler. Those of one turn of the event loop go out together; what was found while
 * messages of a child were read goes out right after them, and what `run` or `cancel` caused goes out after the call.
 */
import { type AttemptOutcome, type AttemptReport, type JsonObject, wallClock } from '@tradewind/model';
import type { ReportListener } from '../attempt-runner.ts';
import type { FinishedMessage } from '../channel/messages.ts';
import type { HeldAttempt } from './held-attempt.ts';
import type { SecretMask } from './secret-mask.ts';

export class AttemptReports {
  /** Names this machine. */
  readonly #host: string;
  #listener: ReportListener = () => {};
  #batch: AttemptReport[] = [];
  #isPlanned = false;
  readonly #deliver = (): void => this.deliver();

  constructor(host: string) {
    this.#host = host;
  }

  listen(listener: ReportListener): void {
    this.#listener = listener;
  }

  /** Says once that the attempt runs. */
  started(attempt: HeldAttempt, at: number): void {
    if (attempt.isAnnounced) return;
    attempt.isAnnounced = true;
    this.#add({ kind: 'started', attemptId: attempt.attemptId, at, worker: this.#workerOf(attempt) ?? this.#host });
  }

  /** `message` is what the child said, or null when it could not say anything. */
  finished(attempt: HeldAttempt, outcome: AttemptOutcome, message: FinishedMessage | null, seenMemoryMb: number): void {
    const { secrets } = attempt;
    const usage =
      message === null ? null : { cpuMs: message.cpuMs, peakMemoryMb: Math.max(message.peakMemoryMb, seenMemoryMb) };
    this.#add({
      kind: 'finished',
      attemptId: attempt.attemptId,
      startedAt: message?.startedAt ?? attempt.startedAt,
      at: message?.at ?? wallClock(),
      worker: this.#workerOf(attempt),
      outcome: secrets === null ? outcome : maskOutcome(outcome, secrets),
      usage,
      rendered: maskRendered(message?.rendered ?? null, secrets),
    });
  }

  deliver(): void {
    this.#isPlanned = false;
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#listener(batch);
  }

  #add(report: AttemptReport): void {
    this.#batch.push(report);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    queueMicrotask(this.#deliver);
  }

  #workerOf({ child }: HeldAttempt): string | null {
    return child === null ? null : `${this.#host}:${child.pid}`;
  }
}

/** What people see of it; results are for tasks, and stay as they are. */
function maskOutcome(outcome: AttemptOutcome, secrets: SecretMask): AttemptOutcome {
  switch (outcome.kind) {
    case 'success':
      return outcome;
    case 'skipped':
      return { ...outcome, reason: secrets.text(outcome.reason) };
    case 'failed':
      return { ...outcome, error: secrets.error(outcome.error) };
  }
}

function maskRendered(rendered: JsonObject | null, secrets: SecretMask | null): JsonObject | null {
  return rendered === null || secrets === null ? rendered : secrets.fields(rendered);
}
