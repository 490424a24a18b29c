import { expect, test } from 'vitest';
import { describeDuration } from './describe-duration.ts';
import { describeCron, describeTimetable } from './describe-timetable.ts';
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
import type { SerializedTimetable } from './timetable.ts';

const MINUTE_MS = 60_000;
const DAY = 1440 * MINUTE_MS;

test.each([
  ['0 6 * * *', 'Every day at 06:00'],
  ['0 6 * * * 30', 'Every day at 06:00:30'],
  ['0 6,18 * * *', 'Every day at 06:00 and 18:00'],
  ['5 1,5,9,13,22 * * *', 'Every day at 01:05, 05:05, 09:05, 13:05 and 22:05'],
  ['* * * * *', 'Every minute'],
  ['* * * * * *', 'Every second'],
  ['* * * * * */10', 'Every 10 seconds'],
  ['5 * * * * */10', 'Every 10 seconds, in minute 5'],
  ['* * * * * 30', 'Every minute, at second 30'],
  ['*/15 * * * *', 'Every 15 minutes'],
  ['5,35 * * * *', 'At minutes 5 and 35'],
  ['@hourly', 'Every hour'],
  ['30 * * * *', 'Every hour at 30 minutes past'],
  ['1 */2 * * *', 'Every 2 hours at 1 minute past'],
  ['0 8-18 * * *', 'Every hour from 08:00 to 18:00'],
  ['*/15 9-17 * * 1-5', 'Every 15 minutes from 09:00 to 17:45 on weekdays'],
  ['5,35 */2 * * *', 'At minutes 5 and 35 of every 2nd hour'],
  ['*/20 1,5 * * *', 'Every 20 minutes, in hours 1 and 5'],
  ['0 9 * * MON', 'On Mondays at 09:00'],
  ['0 9 * * FRI-SUN', 'On Fridays, Saturdays and Sundays at 09:00'],
  ['0 9 * * 0,6', 'On weekends at 09:00'],
  ['0 9 * * 5#2', 'On the second Friday of every month at 09:00'],
  ['0 9 * 3 5L', 'On the last Friday of March at 09:00'],
  ['@monthly', 'On the 1st of every month at 00:00'],
  ['@quarterly', 'On the 1st of January, April, July and October at 00:00'],
  ['0 0 1-7,22,31 * *', 'On the 1st to 7th, 22nd and 31st of every month at 00:00'],
  ['0 0 L * *', 'On the last day of every month at 00:00'],
  ['0 0 L-1 * *', 'On the day before the last of every month at 00:00'],
  ['0 0 15W * *', 'On the weekday nearest to the 15th of every month at 00:00'],
  ['0 0 LW * *', 'On the last weekday of every month at 00:00'],
  ['0 0 13 * 5', 'On the 13th of every month or on Fridays at 00:00'],
  ['0 0 * 1 *', 'Every day in January at 00:00'],
  ['*/5 * * 1,2 *', 'Every 5 minutes in January and February'],
])('%s: %s', (expression, words) => {
  expect(describeCron(expression)).toBe(words);
});

test.each<[SerializedTimetable, string]>([
  [cronTimetable({ expression: '0 6 * * *', timeZone: 'Europe/Berlin' }), 'Every day at 06:00, Europe/Berlin'],
  [
    cronTimetable({ expression: '0 6 * * *', intervalMs: DAY }),
    'Every day at 06:00, UTC; each run covers the day before it',
  ],
  [
    cronIntervalTimetable({ expression: '@daily' }),
    'Every day at 00:00, UTC; each run covers the period that has just ended',
  ],
  [
    multipleCronTimetable({ expressions: ['0 6 * * *', '0 9 * * MON'] }),
    'Every day at 06:00; on Mondays at 09:00, UTC',
  ],
  [everyTimetable({ periodMs: 15 * MINUTE_MS }), 'Every 15 minutes'],
  [everyTimetable({ periodMs: DAY, intervalMs: 2 * DAY }), 'Every day; each run covers the 2 days before it'],
  [
    everyIntervalTimetable({ periodMs: 90 * MINUTE_MS }),
    'Every 1 hour 30 minutes; each run covers the period that has just ended',
  ],
  [datesTimetable({ datesAt: [0] }), 'At 1970-01-01T00:00:00.000Z'],
  [datesTimetable({ datesAt: [0, DAY] }), 'At 2 instants from 1970-01-01T00:00:00.000Z to 1970-01-02T00:00:00.000Z'],
  [ONCE_TIMETABLE, 'Once, as soon as possible'],
  [CONTINUOUS_TIMETABLE, 'Again and again, one run at a time'],
  [NULL_TIMETABLE, 'Never by itself, only when triggered'],
])('%j', (timetable, words) => {
  expect(describeTimetable(timetable)).toBe(words);
});

test('a duration is described exactly', () => {
  expect(describeDuration(0)).toBe('0 milliseconds');
  expect(describeDuration(8 * DAY + 61_001)).toBe('1 week 1 day 1 minute 1 second 1 millisecond');
});
