/**
 * Makes timetables in canonical form.
 *
 * Every function throws `CronInvalidError`, `TimeZoneUnknownError` or, for a duration or an instant that is none,
 * `TimetableInvalidError`.
 */
import { canonicalCron } from './cron-expression.ts';
import { TimetableInvalidError } from './errors.ts';
import { canonicalTimeZone } from './time-zone.ts';
import type {
  ContinuousTimetable,
  CronIntervalTimetable,
  CronTimetable,
  DatesTimetable,
  EveryIntervalTimetable,
  EveryTimetable,
  MultipleCronTimetable,
  NullTimetable,
  OnceTimetable,
  RunImmediately,
  SerializedTimetable,
} from './timetable.ts';

export interface CronTimetableOptions {
  /** Five fields, six with the second last, or a preset such as `'@daily'`. */
  readonly expression: string;
  /** @default 'UTC' */
  readonly timeZone?: string | undefined;
  /** @default 0 */
  readonly intervalMs?: number | undefined;
  /** @default false */
  readonly runImmediately?: RunImmediately | undefined;
}

export interface MultipleCronTimetableOptions extends Omit<CronTimetableOptions, 'expression'> {
  readonly expressions: readonly string[];
}

export const NULL_TIMETABLE: NullTimetable = Object.freeze({ kind: 'null' });
export const ONCE_TIMETABLE: OnceTimetable = Object.freeze({ kind: 'once' });
export const CONTINUOUS_TIMETABLE: ContinuousTimetable = Object.freeze({ kind: 'continuous' });

export function cronTimetable(options: CronTimetableOptions): CronTimetable {
  return Object.freeze({ kind: 'cron', expression: canonicalCron(options.expression), ...tickOptions(options) });
}

export function multipleCronTimetable(options: MultipleCronTimetableOptions): MultipleCronTimetable {
  const expressions = [...new Set(options.expressions.map(canonicalCron))].sort();
  if (expressions.length === 0) throw invalid('expressions', 'at least one cron expression', []);
  return Object.freeze({ kind: 'multipleCron', expressions: Object.freeze(expressions), ...tickOptions(options) });
}

export function cronIntervalTimetable(
  options: Pick<CronTimetableOptions, 'expression' | 'timeZone'>,
): CronIntervalTimetable {
  return Object.freeze({
    kind: 'cronInterval',
    expression: canonicalCron(options.expression),
    timeZone: canonicalTimeZone(options.timeZone ?? 'UTC'),
  });
}

export function everyTimetable(options: {
  readonly periodMs: number;
  /** @default 0 */
  readonly intervalMs?: number | undefined;
}): EveryTimetable {
  const intervalMs = duration('intervalMs', options.intervalMs ?? 0);
  return Object.freeze({ kind: 'every', periodMs: period(options.periodMs), intervalMs });
}

export function everyIntervalTimetable(options: { readonly periodMs: number }): EveryIntervalTimetable {
  return Object.freeze({ kind: 'everyInterval', periodMs: period(options.periodMs) });
}

export function datesTimetable(options: {
  /** In any order. */
  readonly datesAt: readonly number[];
  /** @default false */
  readonly restrictToDates?: boolean | undefined;
}): DatesTimetable {
  const datesAt = [...new Set(options.datesAt)].sort((a, b) => a - b);
  if (datesAt.length === 0) throw invalid('datesAt', 'at least one instant', []);
  for (const at of datesAt) if (!isInstant(at)) throw invalid('datesAt', INSTANT, at);
  return Object.freeze({
    kind: 'dates',
    datesAt: Object.freeze(datesAt),
    restrictToDates: options.restrictToDates ?? false,
  });
}

/**
 * The timetable that a schedule in one word stands for: `'@once'`, `'@continuous'`, a preset, or a cron expression,
 * which ticks.
 */
export function timetableOfSchedule(
  schedule: string,
  options: Omit<CronTimetableOptions, 'expression'> = {},
): SerializedTimetable {
  switch (schedule.trim().toLowerCase()) {
    case '@once':
      return ONCE_TIMETABLE;
    case '@continuous':
      return CONTINUOUS_TIMETABLE;
    default:
      return cronTimetable({ ...options, expression: schedule });
  }
}

export const DURATION = 'a number of milliseconds, 0 or more';
export const PERIOD = 'a number of milliseconds, 1 or more';
export const INSTANT = 'an instant in milliseconds since 1970';
export const RUN_IMMEDIATELY = 'true, false, null or { withinMs }';

export function isDuration(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

export function isPeriod(value: unknown): value is number {
  return isDuration(value) && value >= 1;
}

/** Whether a value is an instant that a `Date` can hold. */
export function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15;
}

export function isRunImmediately(value: unknown): value is RunImmediately {
  if (typeof value === 'boolean' || value === null) return true;
  return typeof value === 'object' && 'withinMs' in value && isDuration(value.withinMs);
}

function tickOptions({
  timeZone = 'UTC',
  intervalMs = 0,
  runImmediately = false,
}: Omit<CronTimetableOptions, 'expression'>) {
  if (!isRunImmediately(runImmediately)) throw invalid('runImmediately', RUN_IMMEDIATELY, runImmediately);
  const isGrace = typeof runImmediately === 'object' && runImmediately !== null;
  return {
    timeZone: canonicalTimeZone(timeZone),
    intervalMs: duration('intervalMs', intervalMs),
    runImmediately: isGrace ? Object.freeze({ withinMs: runImmediately.withinMs }) : runImmediately,
  };
}

function duration(field: string, value: number): number {
  if (!isDuration(value)) throw invalid(field, DURATION, value);
  return value;
}

function period(value: number): number {
  if (!isPeriod(value)) throw invalid('periodMs', PERIOD, value);
  return value;
}

function invalid(field: string, expected: string, value: unknown): TimetableInvalidError {
  return new TimetableInvalidError([{ field, expected, got: JSON.stringify(value) ?? String(value) }]);
}
