import type { DataInterval } from './planned-run.ts';
import { indexAtOrBefore } from './sorted-numbers.ts';
import type { CronIntervalTimetable, DatesTimetable, SerializedTimetable } from './timetable.ts';
import { cadenceOf } from './timetable-cadence.ts';

/**
 * The data that a run is for which somebody starts by hand at `runAfterAt`.
 *
 * An interval timetable gives the latest period that has ended by then; every other one the time up to `runAfterAt` of
 * its usual length.
 */
export function manualInterval(timetable: SerializedTimetable, runAfterAt: number): DataInterval {
  switch (timetable.kind) {
    case 'null':
    case 'once':
    case 'continuous':
      return { startAt: runAfterAt, endAt: runAfterAt };
    case 'cron':
    case 'every':
    case 'multipleCron':
      return { startAt: runAfterAt - timetable.intervalMs, endAt: runAfterAt };
    case 'everyInterval':
      return { startAt: runAfterAt - timetable.periodMs, endAt: runAfterAt };
    case 'cronInterval':
      return latestPeriod(timetable, runAfterAt);
    case 'dates':
      return latestDate(timetable, runAfterAt);
  }
}

function latestPeriod(timetable: CronIntervalTimetable, at: number): DataInterval {
  const cadence = cadenceOf(timetable);
  const endAt = cadence.previous(at) ?? at;
  return { startAt: cadence.before(endAt) ?? endAt, endAt };
}

/** The first date when all of them are still to come. */
function latestDate({ datesAt, restrictToDates }: DatesTimetable, at: number): DataInterval {
  const dateAt = restrictToDates ? (datesAt[Math.max(0, indexAtOrBefore(datesAt, at))] ?? at) : at;
  return { startAt: dateAt, endAt: dateAt };
}
