/**
 * Tells a silent partner from an own sleep.
 *
 * A process that was stopped and goes on, or whose event loop was blocked, finds that nobody has said anything for long,
 * while what was said waits to be read. Whoever notices that its own beat is late gives everybody another lease.
 *
 * All instants are monotonic milliseconds.
 */
export class SilenceWatch {
  readonly #leaseMs: number;
  readonly #heartbeatMs: number;
  #beatAt: number;
  /** What was heard before counts as heard here. */
  #pardonedAt: number;

  constructor(options: { readonly leaseMs: number; readonly heartbeatMs: number; readonly now: number }) {
    this.#leaseMs = options.leaseMs;
    this.#heartbeatMs = options.heartbeatMs;
    this.#beatAt = options.now;
    this.#pardonedAt = options.now;
  }

  /** Call it with every heartbeat of one's own, before asking who is silent. */
  beat(now: number): void {
    if (now - this.#beatAt > 2 * this.#heartbeatMs) this.#pardonedAt = now;
    this.#beatAt = now;
  }

  /** Whether a partner who was last heard at `heardAt` has let its lease run out. */
  isSilent(heardAt: number, now: number): boolean {
    return now - Math.max(heardAt, this.#pardonedAt) > this.#leaseMs;
  }
}
