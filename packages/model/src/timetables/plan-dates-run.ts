import { type PlannedRun, type PlanOptions, runFor } from './planned-run.ts';
import { indexAtOrAfter, indexAtOrBefore } from './sorted-numbers.ts';
import type { DatesTimetable } from './timetable.ts';

/**
 * The next run of a list of instants; `null` when none is left.
 *
 * Without catch-up an instant that has passed is not run any more, not even the latest one.
 */
export function planDatesRun({ datesAt }: DatesTimetable, options: PlanOptions): PlannedRun | null {
  const { lastRun, earliestAt, latestAt, catchup, now } = options;
  const fromAt = Math.max(earliestAt ?? -Infinity, catchup ? -Infinity : now);
  const done = lastRun === null ? -1 : indexAtOrBefore(datesAt, lastRun.dataInterval.endAt);
  const dateAt = datesAt[Math.max(indexAtOrAfter(datesAt, fromAt), done + 1)];
  if (dateAt === undefined || (latestAt !== null && dateAt > latestAt)) return null;
  return runFor(dateAt, dateAt, dateAt);
}
