import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

test.each([
  ['1m', 60_000],
  ['1h30m', 5_400_000],
  ['500ms', 500],
  ['1.5s', 1500],
  ['2d', 172_800_000],
  ['1d2h3m4s5ms', 93_784_005],
  [250, 250],
  [0, 0],
])('%s is %s milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '5', 'm', '1x', '30m1h', '-1m', '1 m', ' 1m', -1, Number.NaN, Number.POSITIVE_INFINITY, null, {}])(
  '%s is no duration',
  (value) => {
    expect(parseDuration(value)).toBeNull();
  },
);

test('every sum of parts is read back', () => {
  const part = fc.nat(1000);
  fc.assert(
    fc.property(part, part, part, part, (hours, minutes, seconds, ms) => {
      expect(parseDuration(`${hours}h${minutes}m${seconds}s${ms}ms`)).toBe(
        ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms,
      );
    }),
  );
});
