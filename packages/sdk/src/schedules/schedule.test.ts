import { expect, test } from 'vitest';
import {
  continuous,
  cron,
  cronInterval,
  dag,
  dates,
  every,
  everyInterval,
  once,
  type ScheduleInput,
} from '../index.ts';

const timetableOf = (schedule: ScheduleInput) => dag('schedule', { schedule }, () => undefined).serialize().timetable;

test.each<[string, ScheduleInput, object]>([
  ['null', null, { kind: 'null' }],
  ['once', once, { kind: 'once' }],
  ['@once', '@once', { kind: 'once' }],
  ['continuous', continuous, { kind: 'continuous' }],
  [
    '@daily',
    '@daily',
    { kind: 'cron', expression: '0 0 * * *', timeZone: 'UTC', intervalMs: 0, runImmediately: false },
  ],
  [
    'cron',
    cron('0 6 * * *', { timeZone: 'europe/berlin', interval: '1d', runImmediately: '10m' }),
    {
      kind: 'cron',
      expression: '0 6 * * *',
      timeZone: 'Europe/Berlin',
      intervalMs: 86_400_000,
      runImmediately: { withinMs: 600_000 },
    },
  ],
  [
    'several crons',
    cron(['0 9 * * *', '0 8 * * *'], { runImmediately: null }),
    {
      kind: 'multipleCron',
      expressions: ['0 8 * * *', '0 9 * * *'],
      timeZone: 'UTC',
      intervalMs: 0,
      runImmediately: null,
    },
  ],
  ['cronInterval', cronInterval('@hourly'), { kind: 'cronInterval', expression: '0 * * * *', timeZone: 'UTC' }],
  ['every', every('15m', { interval: '1h' }), { kind: 'every', periodMs: 900_000, intervalMs: 3_600_000 }],
  ['everyInterval', everyInterval('1h30m'), { kind: 'everyInterval', periodMs: 5_400_000 }],
  [
    'dates',
    dates(['2026-02-01', new Date('2026-01-01T00:00Z')]),
    {
      kind: 'dates',
      datesAt: [Date.parse('2026-01-01'), Date.parse('2026-02-01')],
      restrictToDates: false,
    },
  ],
])('%s becomes its timetable', (_, schedule, timetable) => {
  expect(timetableOf(schedule)).toEqual(timetable);
});

test.each([
  ['2026-01-01', 'UTC', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01', 'Europe/Berlin', '2025-12-31T23:00:00.000Z'],
  ['2026-01-01T06:00Z', 'Europe/Berlin', '2026-01-01T06:00:00.000Z'],
  ['2026-01-01T06:00:30.25+02:00', 'Europe/Berlin', '2026-01-01T04:00:30.250Z'],
  ['2026-07-01 06:00', 'America/New_York', '2026-07-01T10:00:00.000Z'],
  // The clock jumps from 02:00 to 03:00: the local time is moved forward by the hour that is missing.
  ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  // 02:30 comes twice: the second one counts.
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T01:30:00.000Z'],
])('the start date %s with a schedule in %s is %s', (startDate, timeZone, instant) => {
  expect(
    dag('start', { startDate, schedule: cron('@daily', { timeZone }) }, () => undefined).serialize().startDate,
  ).toBe(instant);
});

test('a continuous DAG runs one at a time', () => {
  expect(dag('follow', { schedule: continuous }, () => undefined).serialize().maxActiveRuns).toBe(1);
});
