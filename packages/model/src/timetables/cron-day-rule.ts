/**
 * The days of a cron expression that differ from month to month.
 *
 * In the day of month: `L` the last day, `L-2` two days before it, `15W` the weekday (Monday to Friday) nearest to the
 * 15th without leaving the month, `LW` the last weekday. In the day of week: `5#2` the second Friday, `5L` (also `L5`)
 * the last Friday.
 */
import { dayNumberOf, daysInMonth, weekdayOf } from './civil-date.ts';

export type DayRule =
  | { readonly kind: 'daysBeforeLast'; readonly days: number }
  | { readonly kind: 'nearestWeekday'; readonly day: number }
  | { readonly kind: 'lastWeekday' }
  | { readonly kind: 'nthOfWeekday'; readonly weekday: number; readonly nth: number }
  | { readonly kind: 'lastOfWeekday'; readonly weekday: number };

/** The rule that an item in upper case stands for; `null` when it is an ordinary item, or a faulty one. */
export function parseDayRule(field: string, text: string, readValue: (text: string) => number | null): DayRule | null {
  if (field === 'day of month') return parseMonthDayRule(text, readValue);
  if (field === 'day of week') return parseWeekdayRule(text, readValue);
  return null;
}

function parseMonthDayRule(text: string, readValue: (text: string) => number | null): DayRule | null {
  if (text === 'LW') return { kind: 'lastWeekday' };
  const last = /^L(?:-(\d\d?))?$/.exec(text);
  if (last !== null) {
    const days = Number(last[1] ?? 0);
    return days <= 30 ? { kind: 'daysBeforeLast', days } : null;
  }
  const day = text.endsWith('W') ? readValue(text.slice(0, -1)) : null;
  return day === null ? null : { kind: 'nearestWeekday', day };
}

function parseWeekdayRule(text: string, readValue: (text: string) => number | null): DayRule | null {
  const [, nthOf, nth, lastOf, lastOfSuffix] = /^(?:(\w+)#([1-5])|(\w+)L|L(\w+))$/.exec(text) ?? [];
  const weekday = readValue(nthOf ?? lastOf ?? lastOfSuffix ?? '');
  if (weekday === null) return null;
  if (nth !== undefined) return { kind: 'nthOfWeekday', weekday: weekday % 7, nth: Number(nth) };
  return { kind: 'lastOfWeekday', weekday: weekday % 7 };
}

/** The day of the month that a rule means in this month; `null` when the month has no such day. */
export function dayOfRule(rule: DayRule, year: number, month: number): number | null {
  const last = daysInMonth(year, month);
  switch (rule.kind) {
    case 'daysBeforeLast':
      return rule.days < last ? last - rule.days : null;
    case 'nearestWeekday':
      return rule.day > last ? null : nearestWeekday(year, month, rule.day, last);
    case 'lastWeekday':
      return nearestWeekday(year, month, last, last);
    case 'nthOfWeekday': {
      const first = 1 + ((rule.weekday - weekdayOf(dayNumberOf(year, month, 1)) + 7) % 7);
      const day = first + (rule.nth - 1) * 7;
      return day <= last ? day : null;
    }
    case 'lastOfWeekday':
      return last - ((weekdayOf(dayNumberOf(year, month, last)) - rule.weekday + 7) % 7);
  }
}

function nearestWeekday(year: number, month: number, day: number, last: number): number {
  const weekday = weekdayOf(dayNumberOf(year, month, day));
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === last ? day - 2 : day + 1;
  return day;
}
