/**
 * Cron expressions: `minute hour day-of-month month day-of-week`, or six fields with the **second last**, as in Airflow
 * (croniter); Quartz and most libraries of npm have it first.
 *
 * Where the day of the month and the day of the week are both restricted, a day that fits *either* fires, as in every
 * cron since Vixie's; where one of them is unrestricted, the other decides. A field is unrestricted when it allows every
 * value, however that is written: `*`, `?`, `0-6`, `*\/1`.
 */
import { nearestName } from '../suggestion.ts';
import type { CivilDate } from './civil-date.ts';
import { firstMatchingDay } from './cron-days.ts';
import { CRON_FIELDS, type CronField, parseCronField } from './cron-field.ts';
import { CRON_PRESETS, isCronPreset } from './cron-presets.ts';
import { type CronFault, CronInvalidError } from './errors.ts';

export interface CronExpression {
  /** In canonical form: presets spelled out, upper case, one space between fields, no seconds when they are `0`. */
  readonly text: string;
  readonly second: CronField;
  readonly minute: CronField;
  readonly hour: CronField;
  readonly dayOfMonth: CronField;
  readonly month: CronField;
  readonly dayOfWeek: CronField;
}

/**
 * Reads a cron expression or a preset such as `@daily`.
 *
 * @throws {CronInvalidError} with all its faults, if it cannot be read or can never fire.
 */
export function parseCron(source: string): CronExpression {
  const text = source.trim();
  if (text.startsWith('@')) return parseFields(source, presetOf(text));
  return parseFields(source, source);
}

/** The canonical form of a cron expression, in which it is stored and compared. Throws like `parseCron`. */
export function canonicalCron(source: string): string {
  return parseCron(source).text;
}

function presetOf(text: string): string {
  const name = text.toLowerCase();
  if (isCronPreset(name)) return CRON_PRESETS[name];
  const names = Object.keys(CRON_PRESETS);
  const meant = nearestName(name, names);
  const remedy =
    name === '@once' || name === '@continuous'
      ? 'It is a schedule of its own and has no cron expression; use it as the whole schedule.'
      : `${meant === null ? '' : `Did you mean "${meant}"? `}Use a preset from this list, or a cron expression.`;
  throw new CronInvalidError(text, [
    { field: null, position: 1, allowed: `one of ${names.join(', ')}`, found: text, remedy },
  ]);
}

function parseFields(source: string, text: string): CronExpression {
  const words = [...text.matchAll(/\S+/g)].map((match) => ({
    text: match[0].toUpperCase(),
    position: match.index + 1,
  }));
  if (words.length < 5 || words.length > 6) throw wrongFieldCount(source, words);

  const faults: CronFault[] = [];
  words.unshift(words.length === 6 ? words.pop()! : { text: '0', position: 1 });
  const [second, minute, hour, dayOfMonth, month, dayOfWeek] = words.map((word, index) =>
    parseCronField(word.text, word.position, CRON_FIELDS[index]!, faults),
  ) as [CronField, CronField, CronField, CronField, CronField, CronField];
  if (faults.length > 0)
    throw new CronInvalidError(
      source,
      faults
        .toSorted((left, right) => left.position - right.position)
        .map((fault) => ({ ...fault, found: asTyped(text, fault) })),
    );

  const [secondWord, ...fields] = words;
  if (second.values.length !== 1 || second.values[0] !== 0) fields.push(secondWord!);
  const canonical = fields.map((word) => word.text).join(' ');
  const expression = { text: canonical, second, minute, hour, dayOfMonth, month, dayOfWeek };
  if (firstMatchingDay(expression, START_OF_SEARCH, END_OF_SEARCH) === null) throw neverFires(source, words);
  return expression;
}

/** Fields are read in upper case, but a fault shows what was typed. */
function asTyped(text: string, { position, found }: CronFault): string {
  return text.slice(position - 1, position - 1 + found.length);
}

/** The calendar repeats itself, weekdays included, every 400 years. */
const START_OF_SEARCH: CivilDate = { year: 2000, month: 1, day: 1 };
const END_OF_SEARCH = 2400;

interface Word {
  readonly text: string;
  readonly position: number;
}

function wrongFieldCount(source: string, words: readonly Word[]): CronInvalidError {
  const fault = {
    field: null,
    position: 1,
    allowed: '5 fields (minute, hour, day of month, month, day of week), or 6 with the second last',
    found: words.length === 1 ? '1 field' : `${words.length} fields`,
    remedy:
      words.length === 7
        ? 'Leave out the year; give the DAG a start and an end date.'
        : 'Write "*" for what may be any.',
  };
  return new CronInvalidError(source, [fault]);
}

function neverFires(source: string, words: readonly Word[]): CronInvalidError {
  const [day, month] = [words.at(-3)!, words.at(-2)!];
  const fault = {
    field: 'day of month',
    position: day.position,
    allowed: `a day that exists in month ${month.text}`,
    found: day.text,
    remedy: 'It can never fire; choose an earlier day, or "L" for the last day of a month.',
  };
  return new CronInvalidError(source, [fault]);
}
