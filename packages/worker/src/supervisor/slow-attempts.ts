/** While attempts run: finds those that hold up what was handed ahead, and announces those that cannot do so. */
import type { Child } from './child.ts';
import { assumeStarted } from './child-departures.ts';
import { SLOW_MS } from './dispatcher.ts';
import type { SupervisorParts } from './supervisor-parts.ts';

export class SlowAttempts {
  readonly #parts: SupervisorParts;
  /** There may be something to place again. */
  readonly #onLooked: () => void;
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: SupervisorParts, onLooked: () => void) {
    this.#parts = parts;
    this.#onLooked = onLooked;
  }

  /** Looks at them in a while, if there is anything to look at. */
  watch(): void {
    if (this.#timer !== null) return;
    for (const child of this.#parts.pool.all) {
      if (!needsWatching(child)) continue;
      this.#timer = setTimeout(() => this.#look(), SLOW_MS);
      return;
    }
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #look(): void {
    this.#timer = null;
    const now = performance.now();
    for (const child of this.#parts.pool.all) {
      if (needsWatching(child) && now - child.since >= SLOW_MS) this.#lookAt(child);
    }
    this.#onLooked();
  }

  #lookAt(child: Child): void {
    const { dispatcher, limits } = this.#parts;
    dispatcher.takeBack(child);
    // What is left has been started by a child that had no chance to say so.
    const attempt = child.running ?? child.ahead[0];
    if (attempt === undefined) return;
    if (child.running === null) child.begin(attempt);
    attempt.expectedMs = Number.POSITIVE_INFINITY;
    assumeStarted(child, attempt, this.#parts);
    limits.limitTime(attempt);
  }
}

function needsWatching(child: Child): boolean {
  const isSilent = child.running !== null && !child.running.isAnnounced;
  return child.state === 'ready' && (isSilent || child.ahead.length > 0);
}
