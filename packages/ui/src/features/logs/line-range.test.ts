import { expect, test } from 'vitest';
import { lineRangeHash, readLineRange } from './line-range.ts';

test.each([
  ['L120', { first: 119, last: 119 }],
  ['#L120-L140', { first: 119, last: 139 }],
  ['L9-7', { first: 6, last: 8 }],
])('%s names lines', (hash, range) => {
  expect(readLineRange(hash)).toEqual(range);
});

test.each(['', 'L0', 'L', 'x', 'L1-', 'L99999999999'])('%j names none', (hash) => {
  expect(readLineRange(hash)).toBeNull();
});

test('a link is read as it was written', () => {
  for (const range of [
    { first: 4, last: 4 },
    { first: 4, last: 9 },
  ])
    expect(readLineRange(lineRangeHash(range))).toEqual(range);
});
