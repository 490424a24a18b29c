/**
 * The wall clock with fractions of a millisecond.
 *
 * `Date.now()` has whole milliseconds, which is coarse for tasks that take a tenth of one. The monotonic clock supplies
 * the fraction; when the two have drifted apart, by a correction of the clock or by hours, the wall clock wins.
 */
const MAX_DRIFT_MS = 2;

let offset = performance.timeOrigin;

/** Milliseconds since the epoch, UTC, with fractions. */
export function wallClock(): number {
  const monotonic = performance.now();
  const wall = Date.now();
  if (Math.abs(wall - (monotonic + offset)) > MAX_DRIFT_MS) offset = wall - monotonic;
  // Three digits are what the clock knows; the rest would only make messages longer.
  return Math.round((monotonic + offset) * 1000) / 1000;
}
