/**
 * The schedules a DAG may have, as plain data.
 *
 * A *timetable* says when runs begin by themselves and which data each run is for. Two families share their beats:
 * a *trigger* timetable (`cron`, `every`, `multipleCron`) starts a run at each beat; an *interval* timetable
 * (`cronInterval`, `everyInterval`) starts it when the period between two beats has ended, for the data of that period.
 *
 * 1. A timetable is canonical: two equal schedules serialise to the same text. The functions of `make-timetable.ts` and
 *    `parseTimetable` are the only ways to make one.
 * 2. Durations are milliseconds of elapsed time; instants are milliseconds since the epoch.
 */

/** Never runs by itself; only when somebody or something triggers it. */
export interface NullTimetable {
  readonly kind: 'null';
}

/** Runs one time: at its earliest instant, or at once when it has none. */
export interface OnceTimetable {
  readonly kind: 'once';
}

/** Runs again as soon as the run before has finished. Needs a limit of one active run. */
export interface ContinuousTimetable {
  readonly kind: 'continuous';
}

/**
 * What the first run is when neither a start date nor an earlier run says so: `true` the latest beat that has passed;
 * `false` the next beat; `withinMs` the latest beat if it is at most so long ago; `null` the same with a tenth of the
 * period, but at least five minutes.
 */
export type RunImmediately = boolean | { readonly withinMs: number } | null;

/** Runs at every tick of a cron expression. */
export interface CronTimetable {
  readonly kind: 'cron';
  /** In canonical form, see `canonicalCron`. */
  readonly expression: string;
  readonly timeZone: string;
  /** How long before its tick the data interval of a run begins. @default 0 */
  readonly intervalMs: number;
  /** @default false */
  readonly runImmediately: RunImmediately;
}

/** Runs at the end of every period between two ticks of a cron expression, for the data of that period. */
export interface CronIntervalTimetable {
  readonly kind: 'cronInterval';
  readonly expression: string;
  readonly timeZone: string;
}

/** Runs every so much elapsed time, counted from the run before. Is not aligned to the clock. */
export interface EveryTimetable {
  readonly kind: 'every';
  readonly periodMs: number;
  /** How long before its beat the data interval of a run begins. @default 0 */
  readonly intervalMs: number;
}

/** Runs at the end of every period of elapsed time, for the data of that period. Is not aligned to the clock. */
export interface EveryIntervalTimetable {
  readonly kind: 'everyInterval';
  readonly periodMs: number;
}

/** Runs at the listed instants. */
export interface DatesTimetable {
  readonly kind: 'dates';
  /** Ascending, without duplicates, at least one. */
  readonly datesAt: readonly number[];
  /** Whether a manual run is for the latest listed instant instead of its own. @default false */
  readonly restrictToDates: boolean;
}

/** Runs at every tick of any of several cron expressions; once when several tick together. */
export interface MultipleCronTimetable {
  readonly kind: 'multipleCron';
  /** In canonical form, in alphabetical order, without duplicates, at least one. */
  readonly expressions: readonly string[];
  readonly timeZone: string;
  /** How long before its tick the data interval of a run begins. @default 0 */
  readonly intervalMs: number;
  /** @default false */
  readonly runImmediately: RunImmediately;
}

export type SerializedTimetable =
  | NullTimetable
  | OnceTimetable
  | ContinuousTimetable
  | CronTimetable
  | CronIntervalTimetable
  | EveryTimetable
  | EveryIntervalTimetable
  | DatesTimetable
  | MultipleCronTimetable;

/** The timetables that start a run at each beat. */
export type TriggerTimetable = CronTimetable | EveryTimetable | MultipleCronTimetable;

/** The timetables that start a run at the end of each period. */
export type IntervalTimetable = CronIntervalTimetable | EveryIntervalTimetable;

export const TIMETABLE_KINDS: readonly SerializedTimetable['kind'][] = [
  'null',
  'once',
  'continuous',
  'cron',
  'cronInterval',
  'every',
  'everyInterval',
  'dates',
  'multipleCron',
];

/** Whether the runs of this timetable follow from dates alone, so that a backfill can list those of a past range. */
export function isPeriodic(timetable: SerializedTimetable): boolean {
  switch (timetable.kind) {
    case 'null':
    case 'once':
    case 'continuous':
      return false;
    case 'cron':
    case 'cronInterval':
    case 'every':
    case 'everyInterval':
    case 'dates':
    case 'multipleCron':
      return true;
  }
}
