import { expect, test } from 'vitest';
import { runBars } from './run-bars.ts';

const run = (start: string | null, end: string | null) => ({
  dag_run_id: `${start}`,
  state: 'success' as const,
  run_after: '2026-11-22T00:00:00Z',
  start_date: start,
  end_date: end,
});
const now = Date.parse('2026-11-22T00:10:00Z');

test('the longest run is as high as can be, and one that has not started can still be seen', () => {
  const bars = runBars(
    [run('2026-11-22T00:00:00Z', '2026-11-22T00:01:00Z'), run('2026-11-22T00:08:00Z', null), run(null, null)],
    now,
  );
  expect(bars.map(({ ms }) => ms)).toEqual([60_000, 120_000, null]);
  expect(bars[1]!.height).toBe(1);
  expect(bars[0]!.height).toBeCloseTo(0.57);
  expect(bars[2]!.height).toBeGreaterThan(0.1);
});

test('runs that took no time are no division by zero', () => {
  const at = '2026-11-22T00:00:00Z';
  expect(runBars([run(at, at)], now)[0]!.height).toBeCloseTo(0.14);
  expect(runBars([], now)).toEqual([]);
});
