import { DEEPEST, TAG } from './nesting.ts';

/** Whether `JSON.stringify` carries the value without loss, and nothing in it looks like a tag. */
export function isPlainJson(value: unknown, depth = 0): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return isPlainNumber(value);
    case 'object':
      if (value === null) return true;
      if (depth >= DEEPEST) return false;
      return Array.isArray(value) ? isPlainArray(value, depth + 1) : isPlainObject(value, depth + 1);
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      return false;
  }
}

/** Not NaN, not infinite, not -0. */
export function isPlainNumber(value: number): boolean {
  return value === 0 ? 1 / value > 0 : value - value === 0;
}

/** Whether an object has no class. Also true for objects of another realm, and for those without prototype. */
export function hasNoClass(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isPlainArray(array: readonly unknown[], depth: number): boolean {
  // `JSON.stringify` would call it.
  if ('toJSON' in array) return false;
  for (let index = 0; index < array.length; index++) {
    if (!isPlainJson(array[index], depth)) return false;
  }
  return true;
}

/** `for in` and not `Object.keys`, which would make a list for each object. */
function isPlainObject(object: object, depth: number): boolean {
  if (!hasNoClass(object)) return false;
  for (const key in object) {
    if (key === TAG || !isPlainJson((object as { readonly [key: string]: unknown })[key], depth)) return false;
  }
  return true;
}
