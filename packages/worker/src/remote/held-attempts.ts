/**
 * The attempts of a remote worker, with what was reported of each.
 *
 * An attempt is held from its arrival until its end is settled. One that is *revoked* still runs, and nobody hears of it.
 */
import type { AttemptId, AttemptReport } from '@tradewind/model';

interface Held {
  readonly reports: AttemptReport[];
  isFinished: boolean;
}

export class HeldAttempts {
  readonly #held = new Map<AttemptId, Held>();
  readonly #revoked = new Set<AttemptId>();
  #onSettled: () => void = () => {};

  get ids(): readonly AttemptId[] {
    return [...this.#held.keys()];
  }

  /** Every report whose attempt is not settled, attempt by attempt. */
  get reports(): readonly AttemptReport[] {
    return [...this.#held.values()].flatMap(({ reports }) => reports);
  }

  /** False when it is here already. */
  add(attemptId: AttemptId): boolean {
    if (this.#held.has(attemptId) || this.#revoked.has(attemptId)) return false;
    this.#held.set(attemptId, { reports: [], isFinished: false });
    return true;
  }

  /** Keeps reports, and returns those that are to be sent. */
  note(reports: readonly AttemptReport[]): readonly AttemptReport[] {
    return reports.filter((report) => {
      if (report.kind === 'finished' && this.#revoked.delete(report.attemptId)) return false;
      const held = this.#held.get(report.attemptId);
      if (held === undefined) return false;
      held.reports.push(report);
      held.isFinished ||= report.kind === 'finished';
      return true;
    });
  }

  settle(attemptIds: readonly AttemptId[]): void {
    for (const attemptId of attemptIds) this.#held.delete(attemptId);
    this.#onSettled();
  }

  /** Returns those that still run, which have to be stopped. */
  revoke(attemptIds: readonly AttemptId[]): readonly AttemptId[] {
    const running = attemptIds.filter((attemptId) => this.#held.get(attemptId)?.isFinished === false);
    for (const attemptId of running) this.#revoked.add(attemptId);
    this.settle(attemptIds);
    return running;
  }

  /** Resolves when nothing is held, or after `timeoutMs`. */
  async untilSettled(timeoutMs: number): Promise<void> {
    if (this.#held.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#onSettled = () => {
        if (this.#held.size > 0) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
