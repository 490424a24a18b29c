import { expect, test } from 'vitest';
import { SilenceWatch } from './silence-watch.ts';

const create = (): SilenceWatch => new SilenceWatch({ leaseMs: 15, heartbeatMs: 5, now: 0 });

test('a partner is silent when its lease has run out, and not before', () => {
  const watch = create();
  for (let now = 5; now <= 20; now += 5) watch.beat(now);
  expect(watch.isSilent(5, 20)).toBe(false);
  expect(watch.isSilent(5, 20.5)).toBe(true);
});

test('whoever slept gives everybody another lease', () => {
  const watch = create();
  watch.beat(5);
  watch.beat(60);
  expect(watch.isSilent(4, 60)).toBe(false);
  for (let now = 65; now <= 75; now += 5) watch.beat(now);
  expect(watch.isSilent(4, 76)).toBe(true);
  expect(watch.isSilent(70, 76)).toBe(false);
});
