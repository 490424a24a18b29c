import type { Cadence } from './cadence.ts';

/** The beats of a period of elapsed time: every instant is one, and the next comes `periodMs` later. */
export function deltaCadence(periodMs: number): Cadence {
  return {
    next: (at) => at + periodMs,
    previous: (at) => at,
    alignToNext: (at) => at,
    before: (at) => at - periodMs,
  };
}
