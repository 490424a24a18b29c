import { expect, test } from 'vitest';
import { stackBuckets } from './stack-buckets.ts';

const bucket = (runs: Record<string, number>) => ({ at: '2026-01-01T00:00:00Z', runs });

test('the failed stand on top of the others', () => {
  const { bars } = stackBuckets({ buckets: [bucket({ failed: 1, success: 3 })] });
  expect(bars[0]!.parts).toEqual([
    { state: 'success', count: 3, from: 0, to: 0.75 },
    { state: 'failed', count: 1, from: 0.75, to: 1 },
  ]);
});

test('bars share the height of the highest', () => {
  const { bars, most, total, failed } = stackBuckets({ buckets: [bucket({ success: 4 }), bucket({ failed: 1 })] });
  expect(bars.map(({ parts }) => parts[0]!.to)).toEqual([1, 0.25]);
  expect({ most, total, failed }).toEqual({ most: 4, total: 5, failed: 1 });
});

test('hours without a run have no parts', () => {
  expect(stackBuckets({ buckets: [bucket({})] })).toMatchObject({ most: 0, total: 0, bars: [{ parts: [] }] });
  expect(stackBuckets({ buckets: [] }).most).toBe(0);
});
