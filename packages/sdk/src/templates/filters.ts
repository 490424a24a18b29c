import { didYouMean } from '@tradewind/model';
import { asDs, asDsNodash, asTs, asTsNodash, asTsNodashWithTz } from '../context/date-texts.ts';
import { describeValue } from '../describe-value.ts';
import { TemplateInvalidError } from '../errors.ts';
import type { Filter } from './expression.ts';
import { showValue } from './show-value.ts';

type Apply = (value: unknown, field: string) => unknown;

const onDate =
  (name: string, write: (date: Date) => string): Apply =>
  (value, field) => {
    const date = value instanceof Date ? value : new Date(typeof value === 'string' ? value : Number.NaN);
    if (!Number.isNaN(date.getTime())) return write(date);
    throw new TemplateInvalidError(field, `expected a date before the filter "${name}", got: ${describeValue(value)}`);
  };

/** `default` is not among them: it is the only one that may be given a value that does not exist. */
const FILTERS: { readonly [name: string]: Apply } = {
  ds: onDate('ds', asDs),
  ds_nodash: onDate('ds_nodash', asDsNodash),
  ts: onDate('ts', asTs),
  ts_nodash: onDate('ts_nodash', asTsNodash),
  ts_nodash_with_tz: onDate('ts_nodash_with_tz', asTsNodashWithTz),
  upper: (value) => showValue(value).toUpperCase(),
  lower: (value) => showValue(value).toLowerCase(),
  tojson: (value) => JSON.stringify(value),
};

const NAMES = [...Object.keys(FILTERS), 'default'];

/** @throws {TemplateInvalidError} when there is no such filter, or its argument is missing. */
export function checkFilter({ name, argument }: Filter, field: string): void {
  if (!NAMES.includes(name)) {
    throw new TemplateInvalidError(
      field,
      `there is no filter "${name}", only ${NAMES.join(', ')}.${didYouMean(name, NAMES)}`,
    );
  }
  if (name === 'default' && argument === undefined) {
    throw new TemplateInvalidError(field, 'the filter "default" needs a value, such as default("x")');
  }
}

/** The value after a filter; undefined stands for a value that does not exist, and only `default` ends it. */
export function applyFilter({ name, argument }: Filter, value: unknown, field: string): unknown {
  if (name === 'default') return value === undefined ? argument : value;
  return value === undefined ? undefined : FILTERS[name]!(value, field);
}
