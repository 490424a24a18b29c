/**
 * Interval timetables: a run at the end of each period between two beats, for the data of that period.
 *
 * Without catch-up the latest period that has ended is run, not one for each that was missed.
 */
import { type PlannedRun, type PlanOptions, runFor } from './planned-run.ts';
import type { IntervalTimetable } from './timetable.ts';
import { cadenceOf } from './timetable-cadence.ts';
import { latest } from './union-cadence.ts';

/** The next run of an interval timetable; `null` when there is none. */
export function planIntervalRun(timetable: IntervalTimetable, options: PlanOptions): PlannedRun | null {
  const { lastRun, latestAt } = options;
  const cadence = cadenceOf(timetable);
  const earliestAt = earliestStart(timetable, options);
  // The last run's end is aligned because the schedule may have been another one then.
  const startAt = lastRun === null ? earliestAt : latest([cadence.previous(lastRun.dataInterval.endAt), earliestAt]);
  if (startAt === null || (latestAt !== null && startAt > latestAt)) return null;
  const endAt = cadence.next(startAt);
  return endAt === null ? null : runFor(startAt, endAt, endAt);
}

/** The earliest start that a data interval may have; `null` when nothing bounds it. */
function earliestStart(timetable: IntervalTimetable, { earliestAt, catchup, now }: PlanOptions): number | null {
  const alignedAt = earliestAt === null ? null : cadenceOf(timetable).alignToNext(earliestAt);
  return catchup ? alignedAt : latest([startOfLatestPeriod(timetable, now), alignedAt]);
}

/** The start of the latest period that has ended by `now`. A period of elapsed time ends exactly at `now`. */
function startOfLatestPeriod(timetable: IntervalTimetable, now: number): number | null {
  const cadence = cadenceOf(timetable);
  const endAt = cadence.previous(now);
  return endAt === null ? null : cadence.before(endAt);
}
