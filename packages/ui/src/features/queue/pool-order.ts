import type { Pool } from './api/queue.ts';

/** Those in which somebody waits first, then the fullest, then by name. */
export function orderPools(pools: readonly Pool[]): readonly Pool[] {
  return pools.toSorted(
    (one, other) =>
      other.scheduled_slots - one.scheduled_slots ||
      fillOf(other) - fillOf(one) ||
      one.name.localeCompare(other.name, 'en'),
  );
}

/** From 0 to 1; a pool without limit is never full. */
function fillOf({ slots, occupied_slots }: Pick<Pool, 'slots' | 'occupied_slots'>): number {
  if (slots < 0) return 0;
  return slots === 0 ? 1 : Math.min(1, occupied_slots / slots);
}

/** At its limit while somebody waits. */
export function isSaturated(pool: Pick<Pool, 'slots' | 'occupied_slots' | 'scheduled_slots'>): boolean {
  return pool.scheduled_slots > 0 && fillOf(pool) === 1;
}
