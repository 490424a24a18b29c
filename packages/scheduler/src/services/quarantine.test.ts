import type { AttemptId, DagRunKey } from '@tradewind/model';
import { expect, test } from 'vitest';
import { finished, success } from '../fixtures/reports.ts';
import { Quarantine } from './quarantine.ts';

const [one, two, three] = ['one', 'two', 'three'] as [DagRunKey, DagRunKey, DagRunKey];

test('a blamed run comes back after a pause that doubles with every failure, up to a minute', () => {
  const quarantine = new Quarantine();
  const pauses = Array.from({ length: 8 }, () => {
    const pauseMs = quarantine.blame(one, 0);
    expect(quarantine.takeDue(pauseMs - 1).keys).toEqual([]);
    expect(quarantine.takeDue(pauseMs).keys).toEqual([one]);
    return pauseMs / 1000;
  });
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
});

test('a blamed run comes back when the clock was set back meanwhile', () => {
  const quarantine = new Quarantine();
  quarantine.blame(one, 3_600_000);
  expect(quarantine.takeDue(3_600_999).keys).toEqual([]);
  expect(quarantine.takeDue(3_599_999).keys).toEqual([one]);
});

test('suspects come back one at a time', () => {
  const quarantine = new Quarantine();
  for (const key of [one, two, three]) quarantine.suspect(key);
  expect([quarantine.takeDue(0), quarantine.takeDue(0), quarantine.takeDue(0)].map(({ suspect }) => suspect)).toEqual([
    one,
    two,
    three,
  ]);
  expect(quarantine.hasSuspects).toBe(false);
});

test('reports wait with the run that they are about', () => {
  const quarantine = new Quarantine();
  const report = finished('attempt' as AttemptId, success);
  quarantine.blame(one, 0);
  quarantine.keep(one, report);
  expect(quarantine.takeDue(0).reports).toEqual([]);
  expect(quarantine.takeDue(1000).reports).toEqual([report]);
  expect(quarantine.takeDue(9000).reports).toEqual([]);
});

test('a run that took part in a good turn starts with a clean record', () => {
  const quarantine = new Quarantine();
  quarantine.blame(one, 0);
  quarantine.takeDue(1000);
  quarantine.acquit(one);
  expect(quarantine.blame(one, 0)).toBe(1000);
});

test('a run that is held is not acquitted by a turn that went on without it', () => {
  const quarantine = new Quarantine();
  quarantine.blame(one, 0);
  quarantine.acquit(one);
  expect(quarantine.isHeld(one)).toBe(true);
});
