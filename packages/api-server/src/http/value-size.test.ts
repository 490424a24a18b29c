import { expect, test } from 'vitest';
import { isWithin } from './value-size.ts';

const limits = { parts: 3, letters: 10 };

test.each([
  [true, null],
  [true, 12],
  [true, { a: { b: { c: 1 } } }],
  [false, { a: { b: { c: { d: 1 } } } }],
  [true, [1, 2, 3]],
  [false, [1, 2, 3, 4]],
  [true, 'ten letter'],
  [false, 'ten letters'],
  [false, { 'ten letter': 'x' }],
  [false, ['ten', 'let', 'ters']],
])('%s for %j', (expected, value) => {
  expect(isWithin(value, limits)).toBe(expected);
});
