import { expect, test } from 'vitest';
import { LookAhead } from './look-ahead.ts';

/** Notes that one attempt finished every `everyMs` milliseconds, for `forMs`. */
function finishEvery(lookAhead: LookAhead, everyMs: number, forMs: number): void {
  for (let at = 0; at <= forMs; at += everyMs) lookAhead.finished(1, at);
}

test('with long tasks there is none', () => {
  const lookAhead = new LookAhead();
  finishEvery(lookAhead, 100, 1000);
  expect(lookAhead.sizeAt(1000)).toBe(0);
});

test('with short tasks it is what finishes within one turn of the scheduler', () => {
  const lookAhead = new LookAhead();
  finishEvery(lookAhead, 0.125, 500);
  expect(lookAhead.sizeAt(500)).toBeGreaterThan(150);
  expect(lookAhead.sizeAt(500)).toBeLessThanOrEqual(161);
});

test('it has a limit', () => {
  const lookAhead = new LookAhead();
  for (let at = 0; at <= 200; at += 10) lookAhead.finished(5000, at);
  expect(lookAhead.sizeAt(200)).toBe(512);
});

test('it is gone when nothing finishes any more', () => {
  const lookAhead = new LookAhead();
  finishEvery(lookAhead, 0.125, 500);
  expect(lookAhead.sizeAt(541)).toBe(0);
});
