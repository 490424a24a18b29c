/** How the slots of a pool are taken, as shares of a bar. */

export interface Slots {
  readonly slots: number;
  readonly running_slots: number;
  readonly queued_slots: number;
  readonly deferred_slots: number;
  readonly scheduled_slots: number;
  readonly open_slots: number;
  readonly include_deferred: boolean;
}

export interface Share {
  readonly kind: 'running' | 'queued' | 'deferred' | 'free';
  readonly slots: number;
  /** From 0 to 1. */
  readonly share: number;
}

/** The shares from left to right. A pool that holds more than it has is full; one without limit has no free ones. */
export function sharesOf(pool: Slots): readonly Share[] {
  const taken = [
    ['running', pool.running_slots],
    ['queued', pool.queued_slots],
    ['deferred', pool.include_deferred ? pool.deferred_slots : 0],
  ] as const;
  const used = taken.reduce((sum, [, slots]) => sum + slots, 0);
  const free = pool.slots < 0 ? 0 : Math.max(0, pool.slots - used);
  const whole = Math.max(1, used + free);
  return [...taken, ['free', free] as const]
    .filter(([, slots]) => slots > 0)
    .map(([kind, slots]) => ({ kind, slots, share: slots / whole }));
}
