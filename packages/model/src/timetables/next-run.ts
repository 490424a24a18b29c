import { planContinuousRun } from './plan-continuous-run.ts';
import { planDatesRun } from './plan-dates-run.ts';
import { planIntervalRun } from './plan-interval-run.ts';
import { planTriggerRun } from './plan-trigger-run.ts';
import { type PlannedRun, type PlanOptions, runFor } from './planned-run.ts';
import type { SerializedTimetable } from './timetable.ts';

/**
 * The next run that `timetable` wants after `lastRun`; `null` when it wants none.
 *
 * It may lie in the past (it is due at once) or in the future. Without catch-up the answer depends on `now`, so a planned
 * run must be kept until it is made, and planned anew only when the timetable or one of its bounds has changed:
 * asked again after its beat, a timetable may have moved on to the beat after.
 *
 * An end date bounds the beat of a trigger timetable, and the start of the data of an interval timetable.
 *
 * @example
 * const daily = cronTimetable({ expression: '0 6 * * *', timeZone: 'Europe/Berlin' });
 * nextRun(daily, { lastRun: null, earliestAt: null, latestAt: null, catchup: false, now: Date.parse('2026-03-01T00:00Z') });
 * // runAfterAt: 2026-03-01T05:00Z
 */
export function nextRun(timetable: SerializedTimetable, options: PlanOptions): PlannedRun | null {
  switch (timetable.kind) {
    case 'null':
      return null;
    case 'once':
      return planOnlyRun(options);
    case 'continuous':
      return planContinuousRun(options);
    case 'cron':
    case 'every':
    case 'multipleCron':
      return planTriggerRun(timetable, options);
    case 'cronInterval':
    case 'everyInterval':
      return planIntervalRun(timetable, options);
    case 'dates':
      return planDatesRun(timetable, options);
  }
}

function planOnlyRun({ lastRun, earliestAt, latestAt, now }: PlanOptions): PlannedRun | null {
  const runAfterAt = earliestAt ?? now;
  if (lastRun !== null || (latestAt !== null && runAfterAt > latestAt)) return null;
  return runFor(runAfterAt, runAfterAt, runAfterAt);
}
