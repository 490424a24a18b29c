import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import type { Json } from './json.ts';

test('keys are sorted at every depth, also those that look like numbers', () => {
  expect(canonicalJson({ b: [{ z: 1, a: null }], a: 'x', 10: true, 9: -0 })).toBe(
    '{"10":true,"9":0,"a":"x","b":[{"a":null,"z":1}]}',
  );
});

test('a property that is undefined is left out', () => {
  expect(canonicalJson({ a: 1, b: undefined } as unknown as Json)).toBe('{"a":1}');
});

test.each([
  [[undefined]],
  [new Array(2)],
  [Number.NaN],
  [{ a: Number.POSITIVE_INFINITY }],
  [{ a: () => 1 }],
  [1n],
  [{ a: Symbol('x') }],
])('%o is refused', (value) => {
  expect(() => canonicalJson(value as unknown as Json)).toThrow(TypeError);
});

test('the text parses to the value, and does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value as Json);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(value as Json))).toBe(text);
    }),
  );
});

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
