import type { Cadence } from './cadence.ts';

/** The beats of all these cadences together; one where several coincide. */
export function unionCadence(cadences: readonly Cadence[]): Cadence {
  return {
    next: (at) => earliest(cadences.map((cadence) => cadence.next(at))),
    previous: (at) => latest(cadences.map((cadence) => cadence.previous(at))),
    alignToNext: (at) => earliest(cadences.map((cadence) => cadence.alignToNext(at))),
    before: (at) => latest(cadences.map((cadence) => cadence.before(at))),
  };
}

/** The earliest of some instants, of which some may not exist. */
function earliest(instants: readonly (number | null)[]): number | null {
  return instants.reduce((best, at) => (best === null || (at !== null && at < best) ? at : best), null);
}

/** The latest of some instants, of which some may not exist. */
export function latest(instants: readonly (number | null)[]): number | null {
  return instants.reduce((best, at) => (best === null || (at !== null && at > best) ? at : best), null);
}
