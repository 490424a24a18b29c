/**
 * The attempts of a remote worker.
 *
 * An attempt is held from its arrival until its end is acknowledged. One that is *revoked* still runs, and nobody hears
 * of it. Ids of the last ones are remembered, so that one which is offered a second time does not run a second time.
 */
import type { AttemptId, AttemptReport, BundleVersionId, Workload } from '@tradewind/model';

const REMEMBERED = 20_000;

interface Held {
  readonly version: BundleVersionId;
  isFinished: boolean;
}

export class HeldAttempts {
  readonly #held = new Map<AttemptId, Held>();
  readonly #revoked = new Set<AttemptId>();
  readonly #seen = new Set<AttemptId>();
  #running = 0;
  #onChange: () => void = () => {};

  get ids(): AttemptId[] {
    return [...this.#held.keys()];
  }

  /** Attempts that wait or run. */
  get running(): number {
    return this.#running;
  }

  has(attemptId: AttemptId): boolean {
    return this.#held.has(attemptId);
  }

  /** Bundle versions that attempts need. */
  get versions(): ReadonlySet<BundleVersionId> {
    return new Set([...this.#held.values()].map(({ version }) => version));
  }

  /** False when it is here already, or was. */
  add({ attemptId, code }: Workload): boolean {
    if (this.#seen.has(attemptId)) return false;
    this.#seen.add(attemptId);
    if (this.#seen.size > REMEMBERED) this.#forgetOldest();
    this.#held.set(attemptId, { version: code.bundleVersion, isFinished: false });
    this.#running += 1;
    return true;
  }

  /** Notes ends, and returns the reports that are to be sent: none of revoked attempts. */
  note(reports: readonly AttemptReport[]): readonly AttemptReport[] {
    return reports.filter(({ kind, attemptId }) => {
      if (kind === 'finished' && this.#revoked.delete(attemptId)) return false;
      const held = this.#held.get(attemptId);
      if (held === undefined || held.isFinished) return false;
      if (kind === 'finished') this.#finish(held);
      return true;
    });
  }

  /** The ends of these are recorded. */
  settle(attemptIds: readonly AttemptId[]): void {
    for (const attemptId of attemptIds) {
      const held = this.#held.get(attemptId);
      if (held?.isFinished === true) this.#held.delete(attemptId);
    }
    this.#onChange();
  }

  /** They are not ours any more. Returns those that still run, which have to be stopped. */
  revoke(attemptIds: readonly AttemptId[]): readonly AttemptId[] {
    const running = attemptIds.filter((attemptId) => this.#held.get(attemptId)?.isFinished === false);
    for (const attemptId of running) {
      this.#revoked.add(attemptId);
      this.#finish(this.#held.get(attemptId)!);
    }
    this.settle(attemptIds);
    return running;
  }

  /** Resolves when nothing is held, or after `timeoutMs`. */
  async untilSettled(timeoutMs: number): Promise<void> {
    if (this.#held.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#onChange = () => {
        if (this.#held.size > 0) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #finish(held: Held): void {
    held.isFinished = true;
    this.#running -= 1;
  }

  /** Those that are held are asked for by their own map. */
  #forgetOldest(): void {
    for (const attemptId of this.#seen) {
      if (this.#held.has(attemptId)) continue;
      this.#seen.delete(attemptId);
      return;
    }
  }
}
