/** The time of day of a cron expression in words. */
import type { CronExpression } from './cron-expression.ts';
import { listOf, ordinalOf, runsInWords } from './list-in-words.ts';

/** As many times of day as are still read at a glance. */
const MOST_TIMES = 4;

export interface TimeInWords {
  /** Whether the words name times of day (`'at 06:00'`) or a rhythm (`'every 15 minutes'`). */
  readonly isAtTimes: boolean;
  readonly words: string;
}

export function describeCronTime(expression: CronExpression): TimeInWords {
  const { hour, minute, second } = expression;
  const isOnce = minute.values.length === 1 && second.values.length === 1;
  const times = hour.values.length * minute.values.length * second.values.length;
  if (times <= MOST_TIMES || (isOnce && rhythmOf(hour.values, 24) === null && !isRun(hour.values))) {
    return { isAtTimes: true, words: `at ${listOf(clockTimes(expression))}` };
  }
  return { isAtTimes: false, words: isOnce ? hourly(expression) : rhythm(expression) };
}

/** One time in each of many hours. */
function hourly(expression: CronExpression): string {
  const { hour, minute, second } = expression;
  const step = rhythmOf(hour.values, 24);
  if (step === null) return `every hour ${span(expression)}`;
  const past = [];
  if (minute.values[0] !== 0) past.push(count(minute.values[0]!, 'minute'));
  if (second.values[0] !== 0) past.push(count(second.values[0]!, 'second'));
  const every = step === 1 ? 'every hour' : `every ${step} hours`;
  return past.length === 0 ? every : `${every} at ${past.join(' and ')} past`;
}

/** Several times in each hour. */
function rhythm(expression: CronExpression): string {
  const { hour, minute, second } = expression;
  const parts: string[] = [];
  if (second.values.length > 1) {
    parts.push(each(second.values, 'second'));
    if (!minute.isUnrestricted) parts.push(`in ${among(minute.values, 'minute')}`);
  } else {
    parts.push(each(minute.values, 'minute'));
    if (second.values[0] !== 0) parts.push(`at second ${second.values[0]}`);
  }
  const words = parts.join(', ');
  if (hour.isUnrestricted) return words;
  if (isRun(hour.values)) return `${words} ${span(expression)}`;
  const step = rhythmOf(hour.values, 24);
  return step === null ? `${words}, in ${among(hour.values, 'hour')}` : `${words} of every ${ordinalOf(step)} hour`;
}

/** `'every 15 minutes'`, or `'at minutes 5 and 35'`. */
function each(values: readonly number[], unit: string): string {
  const step = rhythmOf(values, 60);
  if (step === null) return `at ${among(values, unit)}`;
  return step === 1 ? `every ${unit}` : `every ${step} ${unit}s`;
}

/** `'minute 5'`, `'minutes 5 and 35'`. */
function among(values: readonly number[], unit: string): string {
  return `${unit}${values.length === 1 ? '' : 's'} ${listOf(runsInWords(values, String))}`;
}

function span({ hour, minute, second }: CronExpression): string {
  const from = clock(hour.values[0]!, minute.values[0]!, second.values[0]!);
  return `from ${from} to ${clock(hour.values.at(-1)!, minute.values.at(-1)!, second.values.at(-1)!)}`;
}

function clockTimes({ hour, minute, second }: CronExpression): string[] {
  return hour.values.flatMap((h) => minute.values.flatMap((m) => second.values.map((s) => clock(h, m, s))));
}

function clock(hour: number, minute: number, second: number): string {
  const words = `${twoDigits(hour)}:${twoDigits(minute)}`;
  return second === 0 ? words : `${words}:${twoDigits(second)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function count(value: number, unit: string): string {
  return `${value} ${unit}${value === 1 ? '' : 's'}`;
}

/** The step, when the values are every so many from 0 all around the clock. */
function rhythmOf(values: readonly number[], size: number): number | null {
  const step = size / values.length;
  return values.length > 1 && values.every((value, index) => value === index * step) ? step : null;
}

/** Whether the values follow one another. */
function isRun(values: readonly number[]): boolean {
  return values.every((value, index) => value === values[0]! + index);
}
