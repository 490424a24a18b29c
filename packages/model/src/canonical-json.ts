import type { Json } from './json.ts';

/**
 * The one text of a JSON value, for hashing and comparing: no white space, keys in the order of their UTF-16 code
 * units, numbers and strings as `JSON.stringify` writes them (RFC 8785). Properties that are undefined are left out.
 *
 * @throws {TypeError} if a part of the value is no JSON: undefined in an array, NaN, Infinity, a function, a bigint.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${Array.from(value, (member: Json) => canonicalJson(member)).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value as { readonly [key: string]: Json });
  const isJson = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  if (!isJson) throw new TypeError(`expected a JSON value, got: ${String(value)} (${typeof value})`);
  return JSON.stringify(value);
}

function canonicalObject(value: { readonly [key: string]: Json }): string {
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key]!)}`);
  return `{${members.join(',')}}`;
}
