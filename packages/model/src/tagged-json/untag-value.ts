import { fromBase64 } from './base64.ts';
import { TAG } from './nesting.ts';

/**
 * The value that parsed JSON with tags stands for. Changes `json` in place.
 *
 * @throws if a tag is unknown or not made as `tagValue` makes it.
 */
export function untagValue(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) {
    for (let index = 0; index < json.length; index++) json[index] = untagValue(json[index]);
    return json;
  }
  return Object.hasOwn(json, TAG) ? untag((json as { readonly [TAG]: unknown })[TAG]) : untagMembers(json);
}

/** Assignment to an own `__proto__`, as `JSON.parse` makes it, sets the property and not the prototype. */
function untagMembers<T extends object>(json: T): T {
  for (const key of Object.keys(json) as (keyof T)[]) json[key] = untagValue(json[key]) as T[keyof T];
  return json;
}

function untag(tag: unknown): unknown {
  if (!Array.isArray(tag)) throw new TypeError(`expected the value of "${TAG}" to be a list`);
  const [type, ...parts] = tag as unknown[];
  const make = typeof type === 'string' && Object.hasOwn(MAKERS, type) ? MAKERS[type] : undefined;
  if (make === undefined) throw new TypeError(`expected a known type, got: ${JSON.stringify(type)}`);
  return make(...(parts as never[]));
}

const MAKERS: { readonly [type: string]: (...parts: never[]) => unknown } = {
  undefined: () => undefined,
  number: (text: string) => Number(text),
  bigint: (digits: string) => BigInt(digits),
  date: (iso: string | null) => new Date(iso ?? Number.NaN),
  map: (entries: [unknown, unknown][]) => new Map(entries.map(([key, value]) => [untagValue(key), untagValue(value)])),
  set: (members: unknown[]) => new Set(members.map(untagValue)),
  bytes: (base64: string) => fromBase64(base64),
  url: (href: string) => new URL(href),
  regexp: (source: string, flags: string) => new RegExp(source, flags),
  sparse: sparseArray,
  object: (members: object) => untagMembers(members),
  error: (facts: ErrorFacts) => errorFrom(untagMembers(facts)),
};

function sparseArray(length: number, entries: readonly (readonly [number, unknown])[]): unknown[] {
  const array: unknown[] = [];
  for (const [index, value] of entries) array[index] = untagValue(value);
  array.length = length;
  return array;
}

interface ErrorFacts {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly [key: string]: unknown;
}

const ERRORS: readonly (new (message: string) => Error)[] = [
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
];

/** An error of the built-in class of that name, else an `Error`, or an `AggregateError` when it has errors. */
function errorFrom({ name, message, ...facts }: ErrorFacts): Error {
  const text = String(message ?? '');
  const Known = ERRORS.find((it) => it.name === name) ?? Error;
  const error = 'errors' in facts ? new AggregateError([], text) : new Known(text);
  if (error.name !== name) define(error, 'name', name);
  // One that had no stack shall not get that of the decoder.
  define(error, 'stack', facts['stack']);
  for (const [key, value] of Object.entries(facts)) define(error, key, value);
  return error;
}

/** As the constructor of an error defines its properties. */
function define(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: key === 'code' });
}
