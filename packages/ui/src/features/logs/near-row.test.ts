import { expect, test } from 'vitest';
import { placeOf, stepFrom } from './near-row.ts';

test('a line is found among sorted ones', () => {
  expect([0, 5, 6, 9, 10].map((line) => placeOf(line, [5, 9]))).toEqual([0, 0, 1, 1, 2]);
});

test.each([
  [0, 1, 5],
  [5, 1, 9],
  [9, 1, 5],
  [9, -1, 5],
  [5, -1, 9],
  [7, -1, 5],
  [99, 1, 5],
] as const)('from %d a step of %d leads to %d', (line, step, expected) => {
  expect(stepFrom(line, [5, 9], step)).toBe(expected);
});

test('among none there is no step', () => {
  expect(stepFrom(3, [], 1)).toBeNull();
});
