import { expect, test } from 'vitest';
import {
  CONTINUOUS_TIMETABLE,
  cronIntervalTimetable,
  cronTimetable,
  datesTimetable,
  everyIntervalTimetable,
  everyTimetable,
  multipleCronTimetable,
  NULL_TIMETABLE,
  ONCE_TIMETABLE,
} from './make-timetable.ts';
import { manualInterval } from './manual-interval.ts';
import type { SerializedTimetable } from './timetable.ts';

const HOUR_MS = 3_600_000;
const DAY = 24 * HOUR_MS;
const at = Date.parse('2026-03-25T01:00Z');

test.each<[string, SerializedTimetable, number, number]>([
  ['null is for its own instant', NULL_TIMETABLE, at, at],
  ['once is for its own instant', ONCE_TIMETABLE, at, at],
  ['continuous is for its own instant', CONTINUOUS_TIMETABLE, at, at],
  ['cron is for its own instant', cronTimetable({ expression: '@daily' }), at, at],
  [
    'cron with an interval reaches back',
    cronTimetable({ expression: '@daily', intervalMs: HOUR_MS }),
    at - HOUR_MS,
    at,
  ],
  [
    'several crons reach back',
    multipleCronTimetable({ expressions: ['@daily'], intervalMs: HOUR_MS }),
    at - HOUR_MS,
    at,
  ],
  ['every is for its own instant', everyTimetable({ periodMs: DAY }), at, at],
  ['intervals of elapsed time end there', everyIntervalTimetable({ periodMs: DAY }), at - DAY, at],
  [
    'cron intervals give the last complete period',
    cronIntervalTimetable({ expression: '@daily' }),
    Date.parse('2026-03-24T00:00Z'),
    Date.parse('2026-03-25T00:00Z'),
  ],
])('a manual run of %s', (_, timetable, startAt, endAt) => {
  expect(manualInterval(timetable, at)).toEqual({ startAt, endAt });
});

test('a manual run exactly at a tick is for the period that ends there', () => {
  const timetable = cronIntervalTimetable({ expression: '0 1 * * *' });
  expect(manualInterval(timetable, at)).toEqual({ startAt: at - DAY, endAt: at });
});

test('a manual run restricted to dates is for the latest, or the first while all are to come', () => {
  const datesAt = [at - DAY, at + DAY];
  const restricted = datesTimetable({ datesAt, restrictToDates: true });
  expect(manualInterval(restricted, at).startAt).toBe(at - DAY);
  expect(manualInterval(restricted, at - 2 * DAY).startAt).toBe(at - DAY);
  expect(manualInterval(restricted, at + DAY).startAt).toBe(at + DAY);
  expect(manualInterval(datesTimetable({ datesAt }), at).startAt).toBe(at);
});
