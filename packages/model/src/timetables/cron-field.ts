/**
 * One field of a cron expression.
 *
 * A field is a list of *items* between commas. An item is `*`, a value, a range `a-b`, or one of these with a step
 * (`*\/5`, `10-40/5`; `10/5` begins at 10 and goes on to the end). A range may go over the end: `FRI-MON`, `22-2`.
 * The two day fields also know `?` (the same as `*`) and items that depend on the month, see `cron-day-rule.ts`.
 */
import { type DayRule, parseDayRule } from './cron-day-rule.ts';
import type { CronFault } from './errors.ts';

export type CronFieldName = 'second' | 'minute' | 'hour' | 'day of month' | 'month' | 'day of week';

export interface CronFieldDefinition {
  readonly name: CronFieldName;
  readonly min: number;
  /** The largest value that may be written. */
  readonly max: number;
  /** Names of values, the first one meaning `min`. */
  readonly valueNames: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** The fields, from the finest to the coarsest. The second is written last, or left out. */
export const CRON_FIELDS: readonly CronFieldDefinition[] = [
  { name: 'second', min: 0, max: 59, valueNames: [] },
  { name: 'minute', min: 0, max: 59, valueNames: [] },
  { name: 'hour', min: 0, max: 23, valueNames: [] },
  { name: 'day of month', min: 1, max: 31, valueNames: [] },
  { name: 'month', min: 1, max: 12, valueNames: MONTHS },
  // Both 0 and 7 are Sunday.
  { name: 'day of week', min: 0, max: 7, valueNames: WEEKDAYS },
];

export interface CronField {
  /** The values that are allowed in every month, ascending. Sunday is 0. */
  readonly values: readonly number[];
  /** What is allowed besides, and depends on the month. */
  readonly dayRules: readonly DayRule[];
  /** Whether `values` is everything that the field can be. */
  readonly isUnrestricted: boolean;
}

interface Item {
  readonly text: string;
  readonly position: number;
  readonly definition: CronFieldDefinition;
  readonly faults: CronFault[];
}

/**
 * Reads a field in upper case that begins at character `position` of its expression. What is wrong with it is added to
 * `faults`.
 */
export function parseCronField(
  text: string,
  position: number,
  definition: CronFieldDefinition,
  faults: CronFault[],
): CronField {
  const values = new Set<number>();
  const dayRules: DayRule[] = [];
  let at = position;
  for (const part of text.split(',')) {
    const item = { text: part, position: at, definition, faults };
    const rule = parseDayRule(definition.name, part, (value) => readValue(value, definition));
    if (rule !== null) dayRules.push(rule);
    else for (const value of parseItem(item)) values.add(value);
    at += part.length + 1;
  }
  const sorted = [...values].sort((a, b) => a - b);
  return { values: sorted, dayRules, isUnrestricted: sorted.length === sizeOf(definition) };
}

/** What may be written in a field, e.g. `'1-12 or JAN-DEC'`. */
function allowedIn({ min, max, valueNames }: CronFieldDefinition): string {
  return valueNames.length === 0 ? `${min}-${max}` : `${min}-${max} or ${valueNames[0]}-${valueNames.at(-1)}`;
}

function parseItem(item: Item): readonly number[] {
  const { definition } = item;
  const [base = '', stepText, ...rest] = item.text.split('/');
  if (rest.length > 0) return fault(item, 'Write one step only, such as "*/5".');
  const isDayField = definition.name === 'day of month' || definition.name === 'day of week';
  if (base === '?' && !isDayField) return fault(item, 'Write "*"; "?" is only for the two day fields.');

  const step = stepText === undefined ? 1 : Number(/^\d+$/.test(stepText) ? stepText : Number.NaN);
  if (!(step >= 1)) return fault(item, 'Write a step of 1 or more after the slash, such as "*/5".');
  if (base === '*' || base === '?') return expand(definition, definition.min, lastOf(definition), step);

  const [fromText = '', toText, ...more] = base.split('-');
  if (more.length > 0) return fault(item, 'Write a range as two values with one "-" between them.');
  const from = readValue(fromText, definition);
  if (from === null) return fault(item, remedyFor(fromText, definition));
  if (toText === undefined) return expand(definition, from, stepText === undefined ? from : lastOf(definition), step);
  const to = readValue(toText, definition);
  if (to === null) return fault(item, remedyFor(toText, definition));
  return expand(definition, from, to, step);
}

/** From `from` to `to`, over the end of the field when `to` comes first. */
function expand(definition: CronFieldDefinition, from: number, to: number, step: number): number[] {
  const { min } = definition;
  const size = sizeOf(definition);
  const first = (from - min) % size;
  const last = to === from ? first : to - min;
  const count = last >= first ? last - first : last - first + size;
  const values: number[] = [];
  for (let done = 0; done <= count; done += step) values.push(((first + done) % size) + min);
  return values;
}

function readValue(text: string, { min, max, valueNames }: CronFieldDefinition): number | null {
  if (/^\d{1,4}$/.test(text)) {
    const value = Number(text);
    return value >= min && value <= max ? value : null;
  }
  const index = valueNames.indexOf(text);
  return index < 0 ? null : index + min;
}

function remedyFor(text: string, definition: CronFieldDefinition): string {
  const { name, valueNames } = definition;
  if (text === '') return 'Something is missing here: write a value, or remove the comma, "-" or "/".';
  if (text === 'H') return 'Choose a value; "H" has no meaning here.';
  if (name === 'hour' && text === '24') return 'Write 0 for midnight.';
  if (name === 'day of week' && text === 'L')
    return 'Write the weekday before it: "5L" is the last Friday of the month.';
  if (name === 'day of month' && text === '0') return 'Write 1 for the first day, or "L" for the last.';
  if (name === 'day of week' && text.includes('#')) return 'Write a weekday, "#" and 1-5: "5#2" is the second Friday.';
  if (name === 'day of month' && /[LW]/.test(text)) return 'Write "L", "L-1" to "L-30", "LW", or a day before "W".';
  if (valueNames.length > 0) return `Write a number, or one of ${valueNames.join(', ')}.`;
  return 'Write a number in that range, "*", a range such as "1-5", a step such as "*/5", or a list of these.';
}

function fault({ text, position, definition, faults }: Item, remedy: string): readonly number[] {
  faults.push({ field: definition.name, position, allowed: allowedIn(definition), found: text, remedy });
  return [];
}

/** The last distinct value: 7 is the same day of the week as 0. */
function lastOf({ name, max }: CronFieldDefinition): number {
  return name === 'day of week' ? 6 : max;
}

function sizeOf(definition: CronFieldDefinition): number {
  return lastOf(definition) - definition.min + 1;
}
