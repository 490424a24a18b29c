/**
 * Whether a JSON value fits a JSON Schema, and if not, what is wrong and where.
 *
 * Covers the assertions of draft 2020-12 that describe params: types, enumerations, numbers, texts, formats, arrays,
 * objects, combinations, and `$ref` inside the same document. Annotations, and keywords that are not known, do not
 * restrict. One fault for each place: the first keyword that refuses a value speaks for it.
 */
import type { Json, JsonObject } from '../json.ts';
import { faultOfScalar } from './fault-of-scalar.ts';
import { isObject, type JsonRecord, show, textsOf } from './json-parts.ts';

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

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

function schemasOf(value: Json | undefined): JsonSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

function fieldPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
