/** Tells workers which ends are settled: all of one turn of the event loop in one message. */
import type { AttemptId } from '@tradewind/model';
import type { WorkerSession } from './worker-session.ts';

export class SettledBatches {
  readonly #open = new Map<WorkerSession, AttemptId[]>();

  add(session: WorkerSession, attemptId: AttemptId): void {
    if (this.#open.size === 0) queueMicrotask(() => this.#send());
    const batch = this.#open.get(session);
    if (batch === undefined) this.#open.set(session, [attemptId]);
    else batch.push(attemptId);
  }

  #send(): void {
    for (const [session, attemptIds] of this.#open) session.send({ kind: 'settled', attemptIds });
    this.#open.clear();
  }
}
