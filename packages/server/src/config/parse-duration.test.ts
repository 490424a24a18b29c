import { expect, test } from 'vitest';
import { parseDuration } from './parse-duration.ts';

test.each([
  ['500ms', 500],
  ['30s', 30_000],
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['2d', 172_800_000],
  [250, 250],
])('%j is %d ms', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each(['', '5', 'm', '-5m', '5m1h', '5 m', -1, Number.NaN, null, true])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeNull();
});
