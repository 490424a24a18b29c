/**
 * Whether a JSON value fits a JSON Schema, and if not, what is wrong and where.
 *
 * Covers the assertions of draft 2020-12 that describe params: types, enumerations, numbers, texts, formats, arrays,
 * objects, combinations, and `$ref` inside the same document. Annotations, and keywords that are not known, do not
 * restrict. One fault for each place: the first keyword that refuses a value speaks for it.
 */
import type { Json, JsonObject } from '../json.ts';
import { faultOfFormat } from './fault-of-format.ts';

/** One thing that is wrong with a value. */
export interface JsonFault {
  /** Where it stands, such as `dates[0].start`; empty for the value as a whole. */
  readonly path: string;
  /** What is wrong, as `expected …, got: …`. */
  readonly message: string;
}

export type JsonSchema = JsonObject | boolean;

/** Every fault of `value`; empty when it fits. */
export function faultsOfJson(schema: JsonSchema, value: unknown): readonly JsonFault[] {
  return new Validation(schema).faultsAt(schema, value, '');
}

class Validation {
  readonly #root: JsonSchema;

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  faultsAt(schema: JsonSchema, value: unknown, path: string): readonly JsonFault[] {
    if (schema === true) return [];
    if (schema === false) return [{ path, message: `expected nothing here, got: ${show(value)}` }];
    const expectation = faultOfScalar(schema, value);
    if (expectation !== null) return [{ path, message: `expected ${expectation}, got: ${show(value)}` }];
    return [
      ...this.#faultsOfReference(schema, value, path),
      ...this.#faultsOfCombination(schema, value, path),
      ...(Array.isArray(value) ? this.#faultsOfItems(schema, value, path) : []),
      ...(isObject(value) ? this.#faultsOfProperties(schema, value, path) : []),
    ];
  }

  #fits(schema: JsonSchema, value: unknown): boolean {
    return this.faultsAt(schema, value, '').length === 0;
  }

  #faultsOfReference(schema: JsonObject, value: unknown, path: string): readonly JsonFault[] {
    const pointer = schema['$ref'];
    if (typeof pointer !== 'string') return [];
    const target = this.#resolve(pointer);
    if (target === null) return [{ path, message: `the schema refers to "${pointer}", which it does not contain` }];
    return this.faultsAt(target, value, path);
  }

  #resolve(pointer: string): JsonSchema | null {
    if (pointer === '#') return this.#root;
    if (!pointer.startsWith('#/')) return null;
    let current: unknown = this.#root;
    for (const part of pointer.slice(2).split('/')) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return null;
      current = (current as { readonly [key: string]: unknown })[key];
    }
    return isSchema(current) ? current : null;
  }

  #faultsOfCombination(schema: JsonObject, value: unknown, path: string): readonly JsonFault[] {
    const faults = schemasOf(schema['allOf']).flatMap((part) => this.faultsAt(part, value, path));
    const anyOf = schemasOf(schema['anyOf']);
    if (anyOf.length > 0 && !anyOf.some((part) => this.#fits(part, value)))
      faults.push(this.#noAlternative(anyOf, value, path));
    const oneOf = schemasOf(schema['oneOf']);
    const matches = oneOf.filter((part) => this.#fits(part, value)).length;
    if (oneOf.length > 0 && matches === 0) faults.push(this.#noAlternative(oneOf, value, path));
    if (matches > 1) faults.push({ path, message: `expected exactly one alternative to fit, got: ${matches} that do` });
    const not = schema['not'];
    if (isSchema(not) && this.#fits(not, value))
      faults.push({ path, message: `expected another value, got: ${show(value)}` });
    const condition = schema['if'];
    const branch = isSchema(condition) ? schema[this.#fits(condition, value) ? 'then' : 'else'] : undefined;
    return isSchema(branch) ? [...faults, ...this.faultsAt(branch, value, path)] : faults;
  }

  /** The faults of the only alternative of this type, or that none fits. */
  #noAlternative(alternatives: readonly JsonSchema[], value: unknown, path: string): JsonFault {
    const reasons = alternatives.flatMap((part) => this.faultsAt(part, value, path).slice(0, 1));
    return reasons.length === 1 && reasons[0] !== undefined
      ? reasons[0]
      : { path, message: `none of the alternatives fits: ${reasons.map(({ message }) => message).join(' | ')}` };
  }

  #faultsOfItems(schema: JsonObject, items: readonly unknown[], path: string): readonly JsonFault[] {
    const prefix = schemasOf(schema['prefixItems']);
    const rest = schema['items'];
    const faults = items.flatMap((item, index) => {
      const itemSchema = prefix[index] ?? rest;
      return isSchema(itemSchema) ? this.faultsAt(itemSchema, item, `${path}[${index}]`) : [];
    });
    const contains = schema['contains'];
    if (isSchema(contains) && !items.some((item) => this.#fits(contains, item))) {
      return [...faults, { path, message: 'expected a list that contains an item which fits "contains"' }];
    }
    return faults;
  }

  #faultsOfProperties(schema: JsonObject, value: JsonRecord, path: string): readonly JsonFault[] {
    const missing = textsOf(schema['required'])
      .filter((name) => !Object.hasOwn(value, name) || value[name] === undefined)
      .map((name) => ({ path: fieldPath(path, name), message: 'expected a value, got: nothing' }));
    const faults = Object.entries(value).flatMap(([name, field]) =>
      field === undefined
        ? []
        : schemasForProperty(schema, name).flatMap((part) => this.#faultsOfField(part, field, fieldPath(path, name))),
    );
    return [...missing, ...faults];
  }

  #faultsOfField(schema: JsonSchema, value: unknown, path: string): readonly JsonFault[] {
    if (schema === false) return [{ path, message: 'does not exist in the schema' }];
    return this.faultsAt(schema, value, path);
  }
}

type JsonRecord = { readonly [key: string]: unknown };

function schemasForProperty(schema: JsonObject, name: string): readonly JsonSchema[] {
  const properties = schema['properties'];
  const own = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  const patterns = schema['patternProperties'];
  const matching = isObject(patterns)
    ? Object.entries(patterns)
        .filter(([pattern]) => new RegExp(pattern, 'u').test(name))
        .map(([, part]) => part)
    : [];
  const known = [own, ...matching].filter(isSchema);
  if (known.length > 0) return known;
  const additional = schema['additionalProperties'];
  return isSchema(additional) ? [additional] : [];
}

/** What was expected instead of `value`, as far as it can be said without looking inside; null when nothing is wrong. */
function faultOfScalar(schema: JsonObject, value: unknown): string | null {
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

function isObject(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

function schemasOf(value: Json | undefined): JsonSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function fieldPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
