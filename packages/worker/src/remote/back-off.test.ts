import { expect, test } from 'vitest';
import { backOffMs } from './back-off.ts';

test('waits get longer, up to two seconds', () => {
  const waits = [0, 1, 2, 3, 4, 5, 100].map((failures) => backOffMs(failures, 1));
  expect(waits).toEqual([50, 100, 200, 400, 800, 1600, 2000]);
});

test('no two workers have to come at the same instant', () => {
  expect([backOffMs(9, 0), backOffMs(9, 0.5), backOffMs(9, 1)]).toEqual([1000, 1500, 2000]);
});
