import { nextRun } from './next-run.ts';
import type { PlannedRun, PlanOptions } from './planned-run.ts';
import { isPeriodic, type SerializedTimetable } from './timetable.ts';

/**
 * The runs that `timetable` would make, in order, whose `runAfterAt` lies between `fromAt` and `toAt`, both included.
 *
 * It plays the time from `options.now` on, as if every run were made the moment it is due. It is lazy, and may be
 * endless when `toAt` is `Infinity`. A continuous timetable gives at most one run, since nobody knows when it finishes.
 */
export function* forecast(
  timetable: SerializedTimetable,
  options: PlanOptions,
  fromAt: number,
  toAt: number,
): Generator<PlannedRun, void, undefined> {
  let { now, lastRun } = options;
  for (;;) {
    const run = nextRun(timetable, { ...options, lastRun, now });
    if (run === null || run.runAfterAt > toAt) return;
    if (run.runAfterAt >= fromAt) yield run;
    lastRun = run;
    now = Math.max(now, run.runAfterAt);
  }
}

/**
 * The runs of a backfill, in order: every run with its beat, or the start of its data, between `fromAt` and `toAt`, both
 * included, that is due by `now`. Gives none for a timetable that is not periodic, see `isPeriodic`.
 */
export function* backfillRuns(
  timetable: SerializedTimetable,
  fromAt: number,
  toAt: number,
  now: number,
): Generator<PlannedRun, void, undefined> {
  if (!isPeriodic(timetable)) return;
  const bounds = { lastRun: null, earliestAt: fromAt, latestAt: toAt, catchup: true, now };
  yield* forecast(timetable, bounds, -Infinity, now);
}
