/** The days of a cron expression in words. */
import type { DayRule } from './cron-day-rule.ts';
import type { CronExpression } from './cron-expression.ts';
import { listOf, ordinalOf, runsInWords } from './list-in-words.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const NTH = ['first', 'second', 'third', 'fourth', 'fifth'];

/** `'on Mondays'`, `'on the 1st of every month'`, `'in March'`; `null` when every day matches. */
export function describeCronDays({ dayOfMonth, month, dayOfWeek }: CronExpression): string | null {
  const months = month.isUnrestricted ? null : listOf(month.values.map((value) => MONTHS[value - 1]!));
  const inMonths = months === null ? '' : ` in ${months}`;
  const alternatives: string[] = [];

  const dates = dayOfMonth.isUnrestricted
    ? []
    : [...runsInWords(dayOfMonth.values, ordinalOf), ...dayOfMonth.dayRules.map(ruleInWords)];
  const ruledWeekdays = dayOfWeek.isUnrestricted ? [] : dayOfWeek.dayRules.map(ruleInWords);
  const ofMonth = [...dates, ...ruledWeekdays];
  if (ofMonth.length > 0) alternatives.push(`on the ${listOf(ofMonth)} of ${months ?? 'every month'}`);
  if (!dayOfWeek.isUnrestricted && dayOfWeek.values.length > 0) {
    alternatives.push(`on ${weekdaysInWords(dayOfWeek.values)}${inMonths}`);
  }
  if (alternatives.length > 0) return alternatives.join(' or ');
  return months === null ? null : `in ${months}`;
}

function weekdaysInWords(weekdays: readonly number[]): string {
  const key = weekdays.join();
  if (key === '1,2,3,4,5') return 'weekdays';
  if (key === '0,6') return 'weekends';
  // A week begins on Monday for most readers, on Sunday for cron.
  const fromMonday = [...weekdays].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
  return listOf(fromMonday.map((weekday) => `${WEEKDAYS[weekday]}s`));
}

function ruleInWords(rule: DayRule): string {
  switch (rule.kind) {
    case 'daysBeforeLast':
      if (rule.days === 0) return 'last day';
      return `${rule.days === 1 ? 'day' : `${ordinalOf(rule.days)} day`} before the last`;
    case 'nearestWeekday':
      return `weekday nearest to the ${ordinalOf(rule.day)}`;
    case 'lastWeekday':
      return 'last weekday';
    case 'nthOfWeekday':
      return `${NTH[rule.nth - 1]} ${WEEKDAYS[rule.weekday]}`;
    case 'lastOfWeekday':
      return `last ${WEEKDAYS[rule.weekday]}`;
  }
}
