import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TimerQueue } from './timer-queue.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
let clock = 0;
let timers: TimerQueue<string>;
let taken: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  clock = 100 * HOUR_MS;
  taken = [];
  timers = new TimerQueue(
    () => clock,
    () => taken.push(...timers.takeDue(clock)),
  );
});

afterEach(() => {
  timers.stop();
  vi.useRealTimers();
});

/** Time goes by, and the clock with it. */
function pass(ms: number): void {
  clock += ms;
  vi.advanceTimersByTime(ms);
}

test('what is due is told at its instant, the earliest first', () => {
  timers.add(clock + 2_000, 'later');
  timers.add(clock + 1_000, 'soon');
  pass(999);
  expect(taken).toEqual([]);
  pass(1);
  expect(taken).toEqual(['soon']);
  pass(1_000);
  expect(taken).toEqual(['soon', 'later']);
});

test('a wait longer than Node can wait at once is no shorter for it', () => {
  timers.add(clock + 40 * 24 * HOUR_MS, 'far');
  for (let day = 0; day < 40; day += 1) {
    expect(taken).toEqual([]);
    pass(24 * HOUR_MS);
  }
  expect(taken).toEqual(['far']);
});

describe('a clock that is set', () => {
  test('forward is noticed within a minute', () => {
    timers.add(clock + 2 * HOUR_MS, 'far');
    pass(1_000);
    clock += 3 * HOUR_MS;
    vi.advanceTimersByTime(MINUTE_MS);
    expect(taken).toEqual(['far']);
  });

  test('back makes nothing due before its instant, and loses nothing', () => {
    timers.add(clock + 10_000, 'soon');
    clock -= HOUR_MS;
    pass(HOUR_MS + 9_999);
    expect(taken).toEqual([]);
    pass(MINUTE_MS);
    expect(taken).toEqual(['soon']);
  });

  test('back and then forward again brings everything once', () => {
    timers.add(clock + 30_000, 'soon');
    clock -= HOUR_MS;
    pass(MINUTE_MS);
    clock += HOUR_MS;
    vi.advanceTimersByTime(MINUTE_MS);
    expect(taken).toEqual(['soon']);
    pass(HOUR_MS);
    expect(taken).toEqual(['soon']);
  });
});

test('nothing is told any more when it was stopped', () => {
  timers.add(clock + 1_000, 'soon');
  timers.stop();
  pass(MINUTE_MS);
  expect(taken).toEqual([]);
});
