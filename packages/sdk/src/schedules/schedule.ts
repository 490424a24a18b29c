/** When a DAG runs by itself. */
import {
  CONTINUOUS_TIMETABLE,
  type CronPreset,
  cronIntervalTimetable,
  cronTimetable,
  datesTimetable,
  everyIntervalTimetable,
  everyTimetable,
  multipleCronTimetable,
  ONCE_TIMETABLE,
  type RunImmediately,
  type SerializedTimetable,
} from '@tradewind/model';
import { SCHEDULE } from '../brands.ts';
import { describeValue } from '../describe-value.ts';
import { DURATION_EXPECTED, type Duration, parseDuration } from '../duration.ts';
import { ScheduleInvalidError } from '../errors.ts';
import type { DateInput } from '../options/date-input.ts';
import { readInstant } from '../options/read-instant.ts';

/** A schedule, as the functions of this module make it. */
export interface Schedule {
  readonly [SCHEDULE]: SerializedTimetable;
}

/** A schedule in one word. */
export type SchedulePreset = CronPreset | '@once' | '@continuous';

export interface CronOptions {
  /** The zone of the wall clock that the expression is about. @default 'UTC' */
  readonly timeZone?: string;
  /** How long before its tick the data interval of a run begins. @default 0 */
  readonly interval?: Duration;
  /**
   * Without a start date, what the first run is: `true` the tick that has passed last, `false` the next one; a duration:
   * the last one if it is at most that long ago; `null`: the same with a tenth of the period, but at least 5 minutes.
   * @default false
   */
  readonly runImmediately?: boolean | Duration | null;
}

/**
 * Runs at each tick of a cron expression, or of any of several ones. Its data interval is the tick itself, unless
 * `interval` is given.
 *
 * Five fields (minute, hour, day of month, month, day of week), or six that end with the second. A local time that a
 * clock change skips is moved forward; one that it repeats fires the second time.
 *
 * @throws {ScheduleInvalidError} when the expression, the zone or an option cannot be read.
 * @example
 * dag('sales', { schedule: cron('0 6 * * *', { timeZone: 'Europe/Berlin' }) }, () => empty('start'));
 * dag('prices', { schedule: cron(['0 9 * * 1-5', '0 17 * * 1-5']) }, () => empty('start'));
 */
export function cron(expression: string | readonly string[], options: CronOptions = {}): Schedule {
  return schedule(() => {
    const { timeZone } = options;
    const intervalMs = options.interval === undefined ? 0 : durationOf('interval', options.interval);
    const runImmediately = readRunImmediately(options.runImmediately);
    return typeof expression === 'string'
      ? cronTimetable({ expression, timeZone, intervalMs, runImmediately })
      : multipleCronTimetable({ expressions: expression, timeZone, intervalMs, runImmediately });
  });
}

/**
 * Runs at the end of each period between two ticks, for the data of that period: the schedule that Airflow always had.
 *
 * @throws {ScheduleInvalidError} when the expression or the zone cannot be read.
 * @example
 * // The run for 1 March starts on 2 March at 00:00 and has the data interval 1 March to 2 March.
 * dag('daily', { schedule: cronInterval('@daily'), startDate: '2026-03-01' }, () => empty('start'));
 */
export function cronInterval(expression: string, options: Pick<CronOptions, 'timeZone'> = {}): Schedule {
  return schedule(() => cronIntervalTimetable({ expression, timeZone: options.timeZone }));
}

/**
 * Runs every so often, counted from the run before and not from the hour of a clock. Its data interval is the instant
 * itself, unless `interval` is given.
 *
 * @throws {ScheduleInvalidError} when a duration cannot be read.
 * @example
 * dag('poll', { schedule: every('15m'), startDate: '2026-01-01' }, () => empty('start'));
 */
export function every(period: Duration, options: { readonly interval?: Duration } = {}): Schedule {
  return schedule(() => {
    const intervalMs = options.interval === undefined ? 0 : durationOf('interval', options.interval);
    return everyTimetable({ periodMs: durationOf('period', period), intervalMs });
  });
}

/**
 * Runs at the end of each period of this length, for the data of that period.
 *
 * @throws {ScheduleInvalidError} when the duration cannot be read.
 * @example
 * dag('hourly', { schedule: everyInterval('1h'), startDate: '2026-01-01' }, () => empty('start'));
 */
export function everyInterval(period: Duration): Schedule {
  return schedule(() => everyIntervalTimetable({ periodMs: durationOf('period', period) }));
}

/**
 * Runs at the listed instants. A text is a date in UTC, or an instant with its zone.
 *
 * @throws {ScheduleInvalidError} when the list is empty or something in it is not an instant.
 * @example
 * dag('matches', { schedule: dates(['2026-06-11T19:00Z', '2026-07-19T19:00Z']) }, () => empty('start'));
 */
export function dates(instants: readonly DateInput[], options: { readonly restrictToDates?: boolean } = {}): Schedule {
  return schedule(() => {
    const datesAt = instants.map((instant) => {
      const result = readInstant(instant, null);
      if ('fault' in result) throw new ScheduleInvalidError(`${result.fault}.`);
      return result.at;
    });
    return datesTimetable({ datesAt, restrictToDates: options.restrictToDates });
  });
}

/**
 * Runs one time, at the start date, or at once when there is none.
 *
 * @example
 * dag('import', { schedule: once }, () => empty('start'));
 */
export const once: Schedule = { [SCHEDULE]: ONCE_TIMETABLE };

/**
 * Runs again as soon as the run before has finished; one run at a time.
 *
 * @example
 * dag('follow', { schedule: continuous }, () => empty('start'));
 */
export const continuous: Schedule = { [SCHEDULE]: CONTINUOUS_TIMETABLE };

/** What the model says about a timetable becomes an error about the schedule, which is the author's word. */
function schedule(make: () => SerializedTimetable): Schedule {
  try {
    return { [SCHEDULE]: make() };
  } catch (error) {
    if (error instanceof ScheduleInvalidError || !(error instanceof Error)) throw error;
    throw new ScheduleInvalidError(error.message, { cause: error });
  }
}

function durationOf(name: string, value: Duration): number {
  const durationMs = parseDuration(value);
  if (durationMs !== null) return durationMs;
  throw new ScheduleInvalidError(`expected ${name} to be ${DURATION_EXPECTED}, got: ${describeValue(value)}.`);
}

function readRunImmediately(value: CronOptions['runImmediately']): RunImmediately {
  if (value === undefined || value === null || typeof value === 'boolean')
    return value ?? (value === null ? null : false);
  return { withinMs: durationOf('runImmediately', value) };
}
