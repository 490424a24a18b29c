import type { Json } from '@tradewind/model';
import { expect, test } from 'vitest';
import { firstDifference } from './first-difference.ts';

test.each<[Json, Json, [string, Json | undefined, Json | undefined] | null]>([
  [{ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }, null],
  [{ startDate: '2026-01-01' }, { startDate: '2026-01-02' }, ['startDate', '2026-01-01', '2026-01-02']],
  [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, ['a.b[1]', 2, 3]],
  [{ a: [] }, { a: {} }, ['a', [], {}]],
  [{ a: null }, {}, ['a', null, undefined]],
  [
    { tasks: [{ taskId: 'load', retries: 1 }] },
    { tasks: [{ taskId: 'a' }, { taskId: 'load', retries: 1 }] },
    ['tasks["a"]', undefined, { taskId: 'a' }],
  ],
  [
    { tasks: [{ taskId: 'load', retry: { retries: 1 } }] },
    { tasks: [{ taskId: 'load', retry: { retries: 2 } }] },
    ['tasks["load"].retry.retries', 1, 2],
  ],
])('%j and %j differ at %j', (before, after, expected) => {
  const found = firstDifference(before, after);
  expect(found === null ? null : [found.path, found.before, found.after]).toEqual(expected);
});
