/** The assertions of a JSON Schema that look at one value, and not at the values inside of it. */
import type { JsonObject } from '../json.ts';
import { faultOfFormat } from './fault-of-format.ts';
import { isObject, type JsonRecord, show, textsOf } from './json-parts.ts';

/** What was expected instead of `value`, as far as it can be said without looking inside; null when nothing is wrong. */
export function faultOfScalar(schema: JsonObject, value: unknown): string | null {
  return (
    faultOfType(schema, value) ??
    faultOfChoice(schema, value) ??
    (typeof value === 'number' ? faultOfNumber(schema, value) : null) ??
    (typeof value === 'string' ? faultOfText(schema, value) : null) ??
    (Array.isArray(value) ? faultOfList(schema, value) : null) ??
    (isObject(value) ? faultOfSize(schema, value) : null)
  );
}

function faultOfType(schema: JsonObject, value: unknown): string | null {
  const declared = schema['type'];
  const types = typeof declared === 'string' ? [declared] : textsOf(declared);
  if (types.length === 0 || types.some((type) => isOfType(value, type))) return null;
  return types.join(' or ');
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

function faultOfChoice(schema: JsonObject, value: unknown): string | null {
  if ('const' in schema && !isSame(schema['const'], value)) return show(schema['const']);
  const choices = schema['enum'];
  if (!Array.isArray(choices) || choices.some((choice) => isSame(choice, value))) return null;
  return `one of ${choices.map(show).join(', ')}`;
}

function faultOfNumber(schema: JsonObject, value: number): string | null {
  const limit = (name: string): number | null => (typeof schema[name] === 'number' ? schema[name] : null);
  const [least, most] = [limit('minimum'), limit('maximum')];
  const [above, below] = [limit('exclusiveMinimum'), limit('exclusiveMaximum')];
  const step = limit('multipleOf');
  if (least !== null && value < least) return `a number of at least ${least}`;
  if (most !== null && value > most) return `a number of at most ${most}`;
  if (above !== null && value <= above) return `a number above ${above}`;
  if (below !== null && value >= below) return `a number below ${below}`;
  return step !== null && !isMultiple(value, step) ? `a multiple of ${step}` : null;
}

/** Decimal fractions are not exact in binary: 0.3 is a multiple of 0.1 all the same. */
function isMultiple(value: number, step: number): boolean {
  const quotient = value / step;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9 * Math.max(1, Math.abs(quotient));
}

function faultOfText(schema: JsonObject, value: string): string | null {
  const length = [...value].length;
  const { minLength, maxLength, pattern, format } = schema;
  if (typeof minLength === 'number' && length < minLength) return `a text of at least ${minLength} characters`;
  if (typeof maxLength === 'number' && length > maxLength) return `a text of at most ${maxLength} characters`;
  if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)) return `a text that matches /${pattern}/`;
  return typeof format === 'string' ? faultOfFormat(format, value) : null;
}

function faultOfList(schema: JsonObject, value: readonly unknown[]): string | null {
  const { minItems, maxItems, uniqueItems } = schema;
  if (typeof minItems === 'number' && value.length < minItems) return `a list of at least ${minItems} items`;
  if (typeof maxItems === 'number' && value.length > maxItems) return `a list of at most ${maxItems} items`;
  const isUnique = value.every((item, index) => value.findIndex((other) => isSame(other, item)) === index);
  return uniqueItems === true && !isUnique ? 'a list without duplicates' : null;
}

function faultOfSize(schema: JsonObject, value: JsonRecord): string | null {
  const count = Object.keys(value).length;
  const { minProperties, maxProperties } = schema;
  if (typeof minProperties === 'number' && count < minProperties)
    return `an object of at least ${minProperties} fields`;
  return typeof maxProperties === 'number' && count > maxProperties
    ? `an object of at most ${maxProperties} fields`
    : null;
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}
