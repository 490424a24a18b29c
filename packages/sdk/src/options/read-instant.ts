import { describeValue } from '../describe-value.ts';
import type { DateInput } from './date-input.ts';

const TEXT = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** An instant in milliseconds since the epoch, or what is wrong with it. */
export type ReadInstant = { readonly at: number } | { readonly fault: string };

/**
 * Reads an instant. A date alone is midnight of `timeZone`, or of UTC without one; a local time needs `timeZone`.
 *
 * A local time that a clock change skips is moved forward by the change; a repeated one is its second occurrence.
 */
export function readInstant(input: DateInput, timeZone: string | null): ReadInstant {
  if (input instanceof Date) {
    return Number.isNaN(input.getTime())
      ? { fault: 'expected an instant, got: an invalid Date' }
      : { at: input.getTime() };
  }
  const parts = typeof input === 'string' ? TEXT.exec(input) : null;
  if (parts === null) return { fault: `expected an instant, got: ${describeValue(input)}` };
  const localMs = localTimeOf(parts);
  if (localMs === null) return { fault: `expected an instant that the calendar has, got: "${input}"` };
  const [hour, offset] = [parts[4], parts[8]];
  if (offset !== undefined) return { at: localMs - offsetMsOf(offset) };
  if (hour === undefined) return { at: timeZone === null ? localMs : instantOfLocal(localMs, timeZone) };
  if (timeZone === null) return { fault: `"${input}" is a local time, and nothing says of which time zone` };
  return { at: instantOfLocal(localMs, timeZone) };
}

/** The wall clock's reading as if it were UTC; null when there is no such day or hour. */
function localTimeOf(parts: RegExpExecArray): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59) return null;
  const ms = Number((parts[7] ?? '0').padEnd(3, '0'));
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

function offsetMsOf(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const DAY_MS = 86_400_000;

function instantOfLocal(localMs: number, timeZone: string): number {
  const before = localMs - offsetMsAt(localMs - DAY_MS, timeZone);
  const after = localMs - offsetMsAt(localMs + DAY_MS, timeZone);
  const isReal = (at: number): boolean => at + offsetMsAt(at, timeZone) === localMs;
  const real = [before, after].filter(isReal);
  return real.length === 0 ? before : Math.max(...real);
}

function offsetMsAt(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
