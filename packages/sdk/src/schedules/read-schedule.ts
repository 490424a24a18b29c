import {
  CRON_PRESETS,
  didYouMean,
  NULL_TIMETABLE,
  type SerializedTimetable,
  timetableOfSchedule,
} from '@tradewind/model';
import { isBranded, SCHEDULE } from '../brands.ts';
import { describeValue } from '../describe-value.ts';
import { ScheduleInvalidError } from '../errors.ts';
import type { Schedule, SchedulePreset } from './schedule.ts';

/** What the option `schedule` takes. Null: the DAG runs only when it is triggered. */
export type ScheduleInput = Schedule | SchedulePreset | null;

const PRESETS: readonly string[] = [...Object.keys(CRON_PRESETS), '@once', '@continuous'];

/** @throws {ScheduleInvalidError} when `schedule` is neither a schedule nor a preset. */
export function readSchedule(schedule: ScheduleInput | undefined): SerializedTimetable {
  if (schedule === undefined || schedule === null) return NULL_TIMETABLE;
  if (isBranded(schedule, SCHEDULE)) return (schedule as Schedule)[SCHEDULE];
  if (typeof schedule === 'string' && PRESETS.includes(schedule)) return timetableOfSchedule(schedule);
  const expected = `expected a schedule such as cron('0 6 * * *') or every('15m'), a preset (${PRESETS.join(', ')}) or null`;
  const hint = typeof schedule === 'string' ? didYouMean(schedule, PRESETS) : '';
  throw new ScheduleInvalidError(`${expected}, got: ${describeValue(schedule)}.`, { hint });
}
