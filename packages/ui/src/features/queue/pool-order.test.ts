import { expect, test } from 'vitest';
import { isSaturated, orderPools } from './pool-order.ts';

const pool = (name: string, slots: number, occupied_slots: number, scheduled_slots = 0) =>
  ({ name, slots, occupied_slots, scheduled_slots }) as Parameters<typeof orderPools>[0][number];

test('pools in which somebody waits come first, then the fullest, then by name', () => {
  const pools = [
    pool('b', 10, 0),
    pool('a', 10, 0),
    pool('full', 10, 9),
    pool('free', -1, 99),
    pool('wait', 100, 1, 5),
  ];
  expect(orderPools(pools).map(({ name }) => name)).toEqual(['wait', 'full', 'a', 'b', 'free']);
});

test('a pool is saturated when it is full and somebody waits', () => {
  expect(isSaturated(pool('a', 2, 2, 1))).toBe(true);
  expect(isSaturated(pool('a', 2, 2, 0))).toBe(false);
  expect(isSaturated(pool('a', 2, 1, 1))).toBe(false);
  expect(isSaturated(pool('a', -1, 9, 1))).toBe(false);
  expect(isSaturated(pool('a', 0, 0, 1))).toBe(true);
});
