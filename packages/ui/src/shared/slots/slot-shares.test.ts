import { expect, test } from 'vitest';
import { sharesOf } from './slot-shares.ts';

const pool = {
  slots: 10,
  running_slots: 4,
  queued_slots: 1,
  deferred_slots: 2,
  scheduled_slots: 7,
  open_slots: 5,
  include_deferred: false,
};
const kinds = (shares: ReturnType<typeof sharesOf>) => shares.map(({ kind, slots }) => `${kind} ${slots}`);

test('deferred ones take slots only where the pool counts them', () => {
  expect(kinds(sharesOf(pool))).toEqual(['running 4', 'queued 1', 'free 5']);
  expect(kinds(sharesOf({ ...pool, include_deferred: true }))).toEqual([
    'running 4',
    'queued 1',
    'deferred 2',
    'free 3',
  ]);
});

test('shares add up to one, also of a pool that holds more than it has', () => {
  const sum = (shares: ReturnType<typeof sharesOf>) => shares.reduce((all, { share }) => all + share, 0);
  expect(sum(sharesOf(pool))).toBeCloseTo(1);
  expect(sum(sharesOf({ ...pool, slots: 2 }))).toBeCloseTo(1);
});

test('a pool without limit shows only what is taken', () => {
  expect(kinds(sharesOf({ ...pool, slots: -1 }))).toEqual(['running 4', 'queued 1']);
  expect(sharesOf({ ...pool, slots: -1, running_slots: 0, queued_slots: 0 })).toEqual([]);
});
