export type { Cadence } from './cadence.ts';
export { canonicalCron } from './cron-expression.ts';
export { CRON_PRESETS, type CronPreset } from './cron-presets.ts';
export { describeDuration } from './describe-duration.ts';
export { describeCron, describeTimetable } from './describe-timetable.ts';
export {
  type CronFault,
  CronInvalidError,
  type TimetableFault,
  TimetableInvalidError,
  TimeZoneUnknownError,
} from './errors.ts';
export { backfillRuns, forecast } from './forecast.ts';
export {
  CONTINUOUS_TIMETABLE,
  type CronTimetableOptions,
  cronIntervalTimetable,
  cronTimetable,
  datesTimetable,
  everyIntervalTimetable,
  everyTimetable,
  type MultipleCronTimetableOptions,
  multipleCronTimetable,
  NULL_TIMETABLE,
  ONCE_TIMETABLE,
  timetableOfSchedule,
} from './make-timetable.ts';
export { manualInterval } from './manual-interval.ts';
export { nextRun } from './next-run.ts';
export { parseTimetable } from './parse-timetable.ts';
export type { DataInterval, LastRun, PlannedRun, PlanOptions } from './planned-run.ts';
export { canonicalTimeZone } from './time-zone.ts';
export * from './timetable.ts';
export { cadenceOf } from './timetable-cadence.ts';
