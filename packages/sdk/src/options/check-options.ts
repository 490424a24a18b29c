import { didYouMean, faultOfId } from '@tradewind/model';
import { describeValue } from '../describe-value.ts';
import { faultOfDuration } from '../duration.ts';
import { IdInvalidError, OptionInvalidError, OptionUnknownError } from '../errors.ts';

/** What is wrong with a value, as "expected …, got: …" without the first word; null when nothing is. */
export type Check = (value: unknown) => string | null;

/** One check for every option that exists. */
export type Checks<Options> = { readonly [Name in keyof Required<Options>]: Check };

const expects =
  (what: string, accepts: (value: unknown) => boolean): Check =>
  (value) =>
    accepts(value) ? null : `${what}, got: ${describeValue(value)}`;

const isWhole = (value: unknown, least: number): boolean => Number.isSafeInteger(value) && (value as number) >= least;

export const anything: Check = () => null;
export const aBoolean: Check = expects('true or false', (value) => typeof value === 'boolean');
export const aText: Check = expects('a text that is not empty', (value) => typeof value === 'string' && value !== '');
export const aFunction: Check = expects('a function', (value) => typeof value === 'function');
export const aDuration: Check = faultOfDuration;
export const aWholeNumber: Check = expects('a whole number', (value) => Number.isSafeInteger(value));
export const aCount: Check = expects('a whole number, 0 or more', (value) => isWhole(value, 0));
export const aPositiveCount: Check = expects('a whole number, 1 or more', (value) => isWhole(value, 1));
export const aFactor: Check = expects(
  'a number, 0 or more',
  (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
);
export const aListOfTexts: Check = expects(
  'a list of texts that are not empty',
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== ''),
);

export function oneOf(names: readonly string[]): Check {
  return (value) => {
    if (typeof value === 'string' && names.includes(value)) return null;
    const hint = typeof value === 'string' ? didYouMean(value, names).replace('?', '') : '';
    return `one of ${names.map((name) => `"${name}"`).join(', ')}, got: ${describeValue(value)}${hint && ` (${hint.trim()}?)`}`;
  };
}

export function orNull(check: Check): Check {
  return (value) => {
    const fault = value === null ? null : check(value);
    return fault === null ? null : `null or ${fault}`;
  };
}

/**
 * Refuses options that do not exist, and values that make no sense; an option that is undefined counts as left out.
 *
 * @throws {OptionUnknownError} with every unknown name.
 * @throws {OptionInvalidError} with every fault.
 */
export function checkOptions<Options extends object>(owner: string, options: Options, checks: Checks<Options>): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new OptionInvalidError(owner, [`expected the options to be an object, got: ${describeValue(options)}`]);
  }
  const known: { readonly [name: string]: Check } = checks;
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const unknown = given.filter(([name]) => !Object.hasOwn(known, name)).map(([name]) => name);
  if (unknown.length > 0) {
    throw new OptionUnknownError(
      owner,
      unknown.map((name) => ({ name, hint: didYouMean(name, Object.keys(known)) })),
    );
  }
  const faults = given.flatMap(([name, value]) => {
    const fault = known[name]?.(value) ?? null;
    return fault === null ? [] : [`expected ${name} to be ${fault}`];
  });
  if (faults.length > 0) throw new OptionInvalidError(owner, faults);
}

/** @throws {IdInvalidError} when `id` breaks the rule for ids. */
export function checkId(what: string, id: unknown): asserts id is string {
  const fault = faultOfId(id);
  if (fault !== null) throw new IdInvalidError(what, fault);
}
