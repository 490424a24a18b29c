import { expect, test } from 'vitest';
import { friendlyDistance, friendlyDuration, friendlyInstant } from './format-time.ts';

test.each([
  [0, '0ms'],
  [340.4, '340ms'],
  [2_449, '2.4s'],
  [59_949, '59.9s'],
  [59_999, '1m 00s'],
  [185_000, '3m 05s'],
  [3_599_600, '1h 00m'],
  [7_800_000, '2h 10m'],
  [356_400_000, '4d 03h'],
])('%d ms is %s', (durationMs, text) => {
  expect(friendlyDuration(durationMs)).toBe(text);
});

test('an instant is shown in UTC, to the second', () => {
  expect(friendlyInstant(Date.UTC(2026, 2, 1, 6, 0, 0, 999))).toBe('2026-03-01 06:00:00');
});

test('a distance says its direction', () => {
  expect(friendlyDistance(1000, 3500)).toBe('2.5s ago');
  expect(friendlyDistance(3500, 1000)).toBe('in 2.5s');
});
