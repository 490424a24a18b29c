/**
 * The days on which a cron expression fires, whatever the time of day.
 *
 * The matching days of a month are a *mask*: bit 1 is the first, bit 31 the thirty-first.
 */
import { type CivilDate, dayNumberOf, daysInMonth, weekdayOf } from './civil-date.ts';
import { dayOfRule } from './cron-day-rule.ts';
import type { CronField } from './cron-field.ts';

export interface CronDays {
  readonly dayOfMonth: CronField;
  readonly month: CronField;
  readonly dayOfWeek: CronField;
}

/** The first matching date at or after `from`, in a year before `endYear`; `null` when there is none. */
export function firstMatchingDay(days: CronDays, from: CivilDate, endYear: number): CivilDate | null {
  const months = days.month.values;
  let fromDay = from.day;
  for (let year = from.year; year < endYear; year += 1) {
    for (const month of months) {
      if (year === from.year && month < from.month) continue;
      if (year !== from.year || month !== from.month) fromDay = 1;
      const mask = daysMask(days, year, month) & (-1 << fromDay);
      if (mask !== 0) return { year, month, day: 31 - Math.clz32(mask & -mask) };
    }
  }
  return null;
}

/** The last matching date at or before `from`, in a year from `startYear` on; `null` when there is none. */
export function lastMatchingDay(days: CronDays, from: CivilDate, startYear: number): CivilDate | null {
  const months = days.month.values;
  let fromDay = from.day;
  for (let year = from.year; year >= startYear; year -= 1) {
    for (let index = months.length - 1; index >= 0; index -= 1) {
      const month = months[index]!;
      if (year === from.year && month > from.month) continue;
      if (year !== from.year || month !== from.month) fromDay = 31;
      const mask = daysMask(days, year, month) & (-1 >>> (31 - fromDay));
      if (mask !== 0) return { year, month, day: 31 - Math.clz32(mask) };
    }
  }
  return null;
}

function daysMask({ dayOfMonth, dayOfWeek }: CronDays, year: number, month: number): number {
  const last = daysInMonth(year, month);
  const everyDay = (-1 >>> (31 - last)) & ~1;
  if (dayOfMonth.isUnrestricted && dayOfWeek.isUnrestricted) return everyDay;

  let mask = 0;
  if (!dayOfMonth.isUnrestricted) mask |= maskOfMonthDays(dayOfMonth) | maskOfRules(dayOfMonth, year, month);
  if (!dayOfWeek.isUnrestricted) mask |= maskOfWeekdays(dayOfWeek, year, month) | maskOfRules(dayOfWeek, year, month);
  return mask & everyDay;
}

function maskOfMonthDays({ values }: CronField): number {
  let mask = 0;
  for (const day of values) mask |= 1 << day;
  return mask;
}

function maskOfWeekdays({ values }: CronField, year: number, month: number): number {
  const firstWeekday = weekdayOf(dayNumberOf(year, month, 1));
  let mask = 0;
  for (const weekday of values) {
    for (let day = 1 + ((weekday - firstWeekday + 7) % 7); day <= 31; day += 7) mask |= 1 << day;
  }
  return mask;
}

function maskOfRules({ dayRules }: CronField, year: number, month: number): number {
  let mask = 0;
  for (const rule of dayRules) {
    const day = dayOfRule(rule, year, month);
    if (day !== null) mask |= 1 << day;
  }
  return mask;
}
