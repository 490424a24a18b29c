import { describe, expect, test } from 'vitest';
import { childrenToStart, type PoolDemand, type PoolFacts } from './pool-size.ts';

const NO_DEMAND: PoolDemand = { waiting: 0, waitedMs: 0, expectedMs: 0, waitingShare: 0 };
const FACTS: PoolFacts = {
  children: 2,
  starting: 0,
  minChildren: 2,
  room: 30,
  isWarmingUp: false,
  growAfterMs: 20,
  maxStarting: 2,
};
const UNKNOWN = Number.POSITIVE_INFINITY;

describe('how many children to start', () => {
  test.each<[string, Partial<PoolDemand>, Partial<PoolFacts>, number]>([
    ['none when nothing waits', {}, {}, 0],
    ['what is missing of the least number', {}, { children: 0 }, 2],
    ['one for a single attempt when none are kept', { waiting: 1 }, { children: 0, minChildren: 0 }, 1],
    ['none before the attempt has waited', { waiting: 5, waitedMs: 19, expectedMs: UNKNOWN }, {}, 0],
    ['as many as may start together', { waiting: 5, waitedMs: 20, expectedMs: UNKNOWN }, {}, 2],
    ['no more than wait', { waiting: 1, waitedMs: 20, expectedMs: UNKNOWN }, {}, 1],
    ['none for those for whom one is starting', { waiting: 1, waitedMs: 20, expectedMs: UNKNOWN }, { starting: 1 }, 0],
    ['no more than there is room', { waiting: 5, waitedMs: 20, expectedMs: UNKNOWN }, { room: 1 }, 1],
    ['none when there is no room', { waiting: 5, waitedMs: 20, expectedMs: UNKNOWN }, { room: -1 }, 0],
    ['none for short attempts that compute', { waiting: 500, waitedMs: 30, expectedMs: 0.1 }, {}, 0],
    ['some for short attempts that wait', { waiting: 500, waitedMs: 30, expectedMs: 4, waitingShare: 1 }, {}, 2],
    ['none while code is loaded', { waiting: 5, waitedMs: 30, expectedMs: UNKNOWN }, { isWarmingUp: true }, 0],
    ['some when that takes long', { waiting: 5, waitedMs: 200, expectedMs: UNKNOWN }, { isWarmingUp: true }, 2],
  ])('%s', (_title, demand, facts, expected) => {
    expect(childrenToStart({ ...NO_DEMAND, ...demand }, { ...FACTS, ...facts })).toBe(expected);
  });
});
