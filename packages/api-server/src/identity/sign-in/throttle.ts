/**
 * How fast passwords can be tried: a few failures are free, then each doubles the wait.
 *
 * Counted by address, against one who tries many names, and by name, against many who try one. A name that does not exist
 * is counted like one that does. Nothing is locked for good: after the wait the right password works.
 */

export interface ThrottleOptions {
  /** Failures that cost nothing. */
  readonly free: number;
  /** The longest wait. */
  readonly maxWaitMs: number;
  /** After so long without a failure all is forgotten. */
  readonly forgetMs: number;
}

export const BY_NAME: ThrottleOptions = { free: 5, maxWaitMs: 5 * 60_000, forgetMs: 30 * 60_000 };
/** An office shares an address, so it has more that are free. */
export const BY_ADDRESS: ThrottleOptions = { free: 20, maxWaitMs: 5 * 60_000, forgetMs: 30 * 60_000 };

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

const MAX_KEYS = 20_000;

/** How long to wait after `count` failures of which the last was at `lastAt`. */
export function waitAfter({ count, lastAt }: Failures, now: number, options: ThrottleOptions): number {
  if (count < options.free || now - lastAt >= options.forgetMs) return 0;
  const waitMs = Math.min(1000 * 2 ** Math.min(count - options.free, 30), options.maxWaitMs);
  return Math.max(0, lastAt + waitMs - now);
}

export class Throttle {
  readonly #options: ThrottleOptions;
  readonly #now: () => number;
  readonly #failures = new Map<string, Failures>();

  constructor(options: ThrottleOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
  }

  /** In milliseconds; 0 when another try is welcome. */
  waitFor(key: string): number {
    const failures = this.#failures.get(key);
    return failures === undefined ? 0 : waitAfter(failures, this.#now(), this.#options);
  }

  fail(key: string): void {
    const now = this.#now();
    const known = this.#failures.get(key);
    const count = known === undefined || now - known.lastAt >= this.#options.forgetMs ? 0 : known.count;
    this.#failures.delete(key);
    this.#failures.set(key, { count: count + 1, lastAt: now });
    if (this.#failures.size > MAX_KEYS) this.#dropOldest();
  }

  /** Takes one failure back: what was counted as one before it was known turned out right. */
  forgive(key: string): void {
    const known = this.#failures.get(key);
    if (known === undefined) return;
    if (known.count === 1) this.#failures.delete(key);
    else this.#failures.set(key, { ...known, count: known.count - 1 });
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }

  #dropOldest(): void {
    const [oldest] = this.#failures.keys();
    if (oldest !== undefined) this.#failures.delete(oldest);
  }
}
