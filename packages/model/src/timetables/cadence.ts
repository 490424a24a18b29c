/**
 * The beats of a schedule, whatever makes them.
 *
 * A cron expression beats at fixed instants. A period of elapsed time has no instants of its own: every instant counts
 * as a beat, and the next one is a period later.
 */
export interface Cadence {
  /** The first beat strictly after `at`; `null` when it never beats again. */
  next(at: number): number | null;
  /** The last beat at or before `at`; `null` when it never did. */
  previous(at: number): number | null;
  /** The first beat at or after `at`. */
  alignToNext(at: number): number | null;
  /** The last beat strictly before `at`. */
  before(at: number): number | null;
}
