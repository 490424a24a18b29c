import { type CronExpression, parseCron } from './cron-expression.ts';
import { describeCronDays } from './describe-cron-days.ts';
import { describeCronTime } from './describe-cron-time.ts';
import { describeDuration } from './describe-duration.ts';
import type { SerializedTimetable } from './timetable.ts';

/**
 * A timetable in a sentence without full stop.
 *
 * @example
 * describeTimetable(cronTimetable({ expression: '0 6 * * *', timeZone: 'Europe/Berlin' }));
 * // 'Every day at 06:00, Europe/Berlin'
 */
export function describeTimetable(timetable: SerializedTimetable): string {
  switch (timetable.kind) {
    case 'null':
      return 'Never by itself, only when triggered';
    case 'once':
      return 'Once, as soon as possible';
    case 'continuous':
      return 'Again and again, one run at a time';
    case 'cron':
      return `${describeCron(timetable.expression)}, ${timetable.timeZone}${coverage(timetable.intervalMs)}`;
    case 'multipleCron': {
      const ticks = timetable.expressions.map((expression) => wordsOf(parseCron(expression))).join('; ');
      return `${capitalized(ticks)}, ${timetable.timeZone}${coverage(timetable.intervalMs)}`;
    }
    case 'cronInterval':
      return `${describeCron(timetable.expression)}, ${timetable.timeZone}${PERIOD_COVERAGE}`;
    case 'every':
      return `${every(timetable.periodMs)}${coverage(timetable.intervalMs)}`;
    case 'everyInterval':
      return `${every(timetable.periodMs)}${PERIOD_COVERAGE}`;
    case 'dates':
      return describeDates(timetable.datesAt);
  }
}

const PERIOD_COVERAGE = '; each run covers the period that has just ended';

/** A cron expression in words, e.g. `'On weekdays at 06:00 and 18:00'`. Throws like `parseCron`. */
export function describeCron(expression: string): string {
  return capitalized(wordsOf(parseCron(expression)));
}

function capitalized(words: string): string {
  return words[0]!.toUpperCase() + words.slice(1);
}

function wordsOf(expression: CronExpression): string {
  const time = describeCronTime(expression);
  const days = describeCronDays(expression);
  if (!time.isAtTimes) return days === null ? time.words : `${time.words} ${days}`;
  if (days === null) return `every day ${time.words}`;
  return days.startsWith('in ') ? `every day ${days} ${time.words}` : `${days} ${time.words}`;
}

function coverage(intervalMs: number): string {
  return intervalMs === 0 ? '' : `; each run covers the ${withoutOne(describeDuration(intervalMs))} before it`;
}

function every(periodMs: number): string {
  return `Every ${withoutOne(describeDuration(periodMs))}`;
}

/** `'1 day'` is spoken as `'day'`, but `'1 day 2 hours'` stays. */
function withoutOne(duration: string): string {
  return /^1 \w+$/.test(duration) ? duration.slice(2) : duration;
}

function describeDates(datesAt: readonly number[]): string {
  const first = new Date(datesAt[0]!).toISOString();
  if (datesAt.length === 1) return `At ${first}`;
  return `At ${datesAt.length} instants from ${first} to ${new Date(datesAt.at(-1)!).toISOString()}`;
}
