/** Ends a link on which nothing is heard, and keeps the other side from thinking the same. */
import { SilenceWatch } from '@tradewind/model';
import type { SchedulerLink } from './scheduler-link.ts';

/** How long the scheduler may take to answer a greeting. */
const WELCOME_MS = 15_000;

export class LinkLife {
  readonly #link: SchedulerLink;
  #timer: NodeJS.Timeout;
  #heardAt = performance.now();

  constructor(link: SchedulerLink) {
    this.#link = link;
    this.#timer = setTimeout(() => link.close(), WELCOME_MS);
  }

  hear(): void {
    this.#heardAt = performance.now();
  }

  keep({ heartbeatMs, leaseMs, beat }: { heartbeatMs: number; leaseMs: number; beat: () => void }): void {
    clearTimeout(this.#timer);
    const watch = new SilenceWatch({ heartbeatMs, leaseMs, now: performance.now() });
    this.#timer = setInterval(() => {
      const now = performance.now();
      watch.beat(now);
      if (watch.isSilent(this.#heardAt, now)) this.#link.close();
      else beat();
    }, heartbeatMs);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
