/**
 * When a cron expression fires by a clock on the wall: local time, without any zone or clock change.
 *
 * A *local time* is written like an instant, as the milliseconds since 1970-01-01 00:00 of the wall clock.
 */
import { type CivilDate, civilDateOf, DAY_MS, dayNumberOf } from './civil-date.ts';
import { firstMatchingDay, lastMatchingDay } from './cron-days.ts';
import type { CronExpression } from './cron-expression.ts';
import { indexAtOrAfter, indexAtOrBefore } from './sorted-numbers.ts';

/** Ticks are found from the year 1 up to, but not including, the year 10000. */
const FIRST_YEAR = 1;
const END_YEAR = 10_000;

const HOUR_S = 3600;
const DAY_S = 86_400;

export interface LocalCron {
  /** The first tick at or after a local time; `null` when there is none before the year 10000. */
  firstFrom(localMs: number): number | null;
  /** The last tick at or before a local time; `null` when there is none since the year 1. */
  lastUpTo(localMs: number): number | null;
}

export function localCronOf(expression: CronExpression): LocalCron {
  const times = new TimesOfDay(expression);
  return {
    firstFrom(localMs) {
      const day = Math.floor(localMs / DAY_MS);
      const date = civilDateOf(day);
      const today = firstMatchingDay(expression, date, END_YEAR);
      if (today === null) return null;
      if (!isSameDate(today, date)) return localTime(today, times.first);
      const time = times.firstFrom(Math.ceil((localMs - day * DAY_MS) / 1000));
      if (time !== null) return day * DAY_MS + time * 1000;
      const later = firstMatchingDay(expression, civilDateOf(day + 1), END_YEAR);
      return later === null ? null : localTime(later, times.first);
    },
    lastUpTo(localMs) {
      const day = Math.floor(localMs / DAY_MS);
      const date = civilDateOf(day);
      const today = lastMatchingDay(expression, date, FIRST_YEAR);
      if (today === null) return null;
      if (!isSameDate(today, date)) return localTime(today, times.last);
      const time = times.lastUpTo(Math.floor((localMs - day * DAY_MS) / 1000));
      if (time !== null) return day * DAY_MS + time * 1000;
      const earlier = lastMatchingDay(expression, civilDateOf(day - 1), FIRST_YEAR);
      return earlier === null ? null : localTime(earlier, times.last);
    },
  };
}

/** The seconds of a day at which an expression fires on a day that matches. */
class TimesOfDay {
  readonly first: number;
  readonly last: number;
  private readonly hours: readonly number[];
  private readonly secondsOfHour: readonly number[];

  constructor({ hour, minute, second }: CronExpression) {
    this.hours = hour.values;
    this.secondsOfHour = minute.values.flatMap((m) => second.values.map((s) => m * 60 + s));
    this.first = this.hours[0]! * HOUR_S + this.secondsOfHour[0]!;
    this.last = this.hours.at(-1)! * HOUR_S + this.secondsOfHour.at(-1)!;
  }

  firstFrom(second: number): number | null {
    if (second > this.last) return null;
    const index = indexAtOrAfter(this.hours, Math.floor(second / HOUR_S));
    const start = this.hours[index]! * HOUR_S;
    const within = this.secondsOfHour[indexAtOrAfter(this.secondsOfHour, second - start)];
    return within === undefined ? this.hours[index + 1]! * HOUR_S + this.secondsOfHour[0]! : start + within;
  }

  lastUpTo(second: number): number | null {
    if (second < this.first) return null;
    const index = indexAtOrBefore(this.hours, Math.floor(Math.min(second, DAY_S - 1) / HOUR_S));
    const start = this.hours[index]! * HOUR_S;
    const within = this.secondsOfHour[indexAtOrBefore(this.secondsOfHour, second - start)];
    return within === undefined ? this.hours[index - 1]! * HOUR_S + this.secondsOfHour.at(-1)! : start + within;
  }
}

function localTime({ year, month, day }: CivilDate, secondOfDay: number): number {
  return dayNumberOf(year, month, day) * DAY_MS + secondOfDay * 1000;
}

function isSameDate(a: CivilDate, b: CivilDate): boolean {
  return a.day === b.day && a.month === b.month && a.year === b.year;
}
