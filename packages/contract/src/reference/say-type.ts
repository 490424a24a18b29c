/** Schemas as short text, as types are written in TypeScript: for the reference page. */

/** What of JSON Schema our schemas use. */
export interface AnySchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: AnySchema | readonly AnySchema[];
  readonly prefixItems?: readonly AnySchema[];
  readonly properties?: Readonly<Record<string, AnySchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | AnySchema;
  readonly anyOf?: readonly AnySchema[];
  readonly oneOf?: readonly AnySchema[];
  readonly allOf?: readonly AnySchema[];
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly $ref?: string;
}

/** Deeper than this an object is only called one. */
const DEEPEST = 3;

export function sayType(schema: AnySchema, depth = 0): string {
  const { type, anyOf, oneOf, allOf } = schema;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return unionOf(schema.enum.map((one) => JSON.stringify(one)));
  const parts = anyOf ?? oneOf;
  if (parts !== undefined) return unionOf(parts.map((one) => sayType(one, depth)));
  if (allOf !== undefined) return allOf.map((one) => sayType(one, depth)).join(' & ');
  if (Array.isArray(type))
    return unionOf((type as readonly string[]).map((one) => sayType({ ...schema, type: one }, depth)));
  if (type === 'array') return sayArray(schema, depth);
  if (type === 'object') return sayObject(schema, depth);
  if (type === 'string' && schema.format === 'date-time') return 'instant';
  return typeof type === 'string' ? type : 'any';
}

function unionOf(texts: readonly string[]): string {
  return [...new Set(texts)].join(' | ');
}

function sayArray({ items, prefixItems }: AnySchema, depth: number): string {
  const tuple = prefixItems ?? (Array.isArray(items) ? (items as readonly AnySchema[]) : undefined);
  if (tuple !== undefined) return `[${tuple.map((one) => sayType(one, depth)).join(', ')}]`;
  const item = sayType((items ?? {}) as AnySchema, depth);
  return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
}

function sayObject({ properties = {}, required = [], additionalProperties }: AnySchema, depth: number): string {
  const entries = Object.entries(properties);
  if (entries.length === 0 && typeof additionalProperties === 'object')
    return `{ [name]: ${sayType(additionalProperties, depth + 1)} }`;
  if (entries.length === 0 || depth >= DEEPEST) return 'object';
  const fields = entries.map(
    ([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${sayType(schema, depth + 1)}`,
  );
  return `{ ${fields.join(', ')} }`;
}
