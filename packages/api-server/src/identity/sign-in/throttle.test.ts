import { expect, test } from 'vitest';
import { Throttle, waitAfter } from './throttle.ts';

const OPTIONS = { free: 3, maxWaitMs: 60_000, forgetMs: 600_000 };

test.each([
  [0, 0],
  [2, 0],
  [3, 1000],
  [4, 2000],
  [6, 8000],
  [20, 60_000],
  [1_000_000, 60_000],
])('after %i failures the wait is %i ms', (count, waitMs) => {
  expect(waitAfter({ count, lastAt: 5000 }, 5000, OPTIONS)).toBe(waitMs);
});

test('waiting is over when it is over, and all is forgotten in the end', () => {
  expect(waitAfter({ count: 4, lastAt: 0 }, 1500, OPTIONS)).toBe(500);
  expect(waitAfter({ count: 4, lastAt: 0 }, 2000, OPTIONS)).toBe(0);
  expect(waitAfter({ count: 99, lastAt: 0 }, 600_000, OPTIONS)).toBe(0);
});

test('each key waits for itself, and a success takes one failure back', () => {
  const throttle = new Throttle(OPTIONS, () => 0);
  for (const key of ['a', 'a', 'a', 'b']) throttle.fail(key);
  expect([throttle.waitFor('a'), throttle.waitFor('b'), throttle.waitFor('c')]).toEqual([1000, 0, 0]);
  throttle.forgive('a');
  throttle.forgive('nobody');
  expect(throttle.waitFor('a')).toBe(0);
  throttle.fail('a');
  throttle.forget('a');
  expect(throttle.waitFor('a')).toBe(0);
});
