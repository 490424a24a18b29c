import { expect, test } from 'vitest';
import { faultsOfJson, withDefaults } from './index.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    region: { enum: ['eu', 'us'], default: 'eu' },
    day: { type: 'string', format: 'date' },
    limit: { type: 'integer', minimum: 1, maximum: 10 },
    ratio: { type: 'number', multipleOf: 0.1, exclusiveMaximum: 1 },
    names: { type: 'array', items: { type: 'string', minLength: 2 }, uniqueItems: true, maxItems: 3 },
    owner: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    window: { $ref: '#/$defs/window' },
  },
  required: ['region'],
  additionalProperties: false,
  $defs: {
    window: { type: 'object', properties: { from: { type: 'string', format: 'date-time' } }, required: ['from'] },
  },
} as const;

test.each([
  [{ region: 'eu' }],
  [{ region: 'us', day: '2024-02-29', limit: 10, ratio: 0.3, names: ['ab', 'cd'], owner: null }],
  [{ region: 'us', window: { from: '2026-01-01T00:00:00Z', more: true } }],
])('%j fits', (value) => {
  expect(faultsOfJson(SCHEMA, value)).toEqual([]);
});

test.each([
  [{}, 'region', 'expected a value, got: nothing'],
  [{ region: 'asia' }, 'region', 'expected one of "eu", "us", got: "asia"'],
  [{ region: 'eu', day: '2026-02-29' }, 'day', 'expected a date such as 2026-01-31, got: "2026-02-29"'],
  [{ region: 'eu', limit: 0 }, 'limit', 'expected a number of at least 1, got: 0'],
  [{ region: 'eu', limit: 1.5 }, 'limit', 'expected integer, got: 1.5'],
  [{ region: 'eu', ratio: 1 }, 'ratio', 'expected a number below 1, got: 1'],
  [{ region: 'eu', ratio: 0.25 }, 'ratio', 'expected a multiple of 0.1, got: 0.25'],
  [{ region: 'eu', names: ['ab', 'c'] }, 'names[1]', 'expected a text of at least 2 characters, got: "c"'],
  [{ region: 'eu', names: ['ab', 'ab'] }, 'names', 'expected a list without duplicates, got: ["ab","ab"]'],
  [
    { region: 'eu', owner: 5 },
    'owner',
    'none of the alternatives fits: expected string, got: 5 | expected null, got: 5',
  ],
  [{ region: 'eu', window: {} }, 'window.from', 'expected a value, got: nothing'],
  [{ region: 'eu', regoin: 'us' }, 'regoin', 'does not exist in the schema'],
])('%j does not fit, and the fault names %s', (value, path, message) => {
  expect(faultsOfJson(SCHEMA, value)).toEqual([{ path, message }]);
});

test('every fault is reported at once', () => {
  const faults = faultsOfJson(SCHEMA, { limit: 11, names: 'x' });
  expect(faults.map(({ path }) => path)).toEqual(['region', 'limit', 'names']);
});

test('a combination holds a value to all of its parts, and to exactly one of its alternatives', () => {
  const schema = { allOf: [{ type: 'number' }], oneOf: [{ minimum: 0 }, { maximum: 10 }], not: { const: 99 } };
  expect(faultsOfJson(schema, -5)).toEqual([]);
  expect(faultsOfJson(schema, 5)).toEqual([
    { path: '', message: 'expected exactly one alternative to fit, got: 2 that do' },
  ]);
  expect(faultsOfJson(schema, 99)).toEqual([{ path: '', message: 'expected another value, got: 99' }]);
});

test('a condition chooses which part applies', () => {
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema.
  const schema = { if: { properties: { kind: { const: 'a' } } }, then: { required: ['x'] }, else: { required: ['y'] } };
  expect(faultsOfJson(schema, { kind: 'a', x: 1 })).toEqual([]);
  expect(faultsOfJson(schema, { kind: 'b', x: 1 })).toEqual([{ path: 'y', message: 'expected a value, got: nothing' }]);
});

test('defaults fill what is missing, also inside an object that is there', () => {
  const schema = {
    properties: {
      a: { default: 1 },
      deep: { properties: { b: { default: [2] } } },
      absent: { properties: { c: { default: 3 } } },
    },
  };
  expect(withDefaults(schema, { deep: {} })).toEqual({ a: 1, deep: { b: [2] } });
  expect(withDefaults(schema, { a: 5, deep: { b: null } })).toEqual({ a: 5, deep: { b: null } });
});
