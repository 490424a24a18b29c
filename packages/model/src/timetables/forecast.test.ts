import { describe, expect, test } from 'vitest';
import { backfillRuns, forecast } from './forecast.ts';
import {
  CONTINUOUS_TIMETABLE,
  cronIntervalTimetable,
  cronTimetable,
  datesTimetable,
  ONCE_TIMETABLE,
} from './make-timetable.ts';
import type { PlannedRun, PlanOptions } from './planned-run.ts';

function at(time: string): number {
  return Date.parse(`${time}Z`);
}

function options(given: Partial<PlanOptions>): PlanOptions {
  return { lastRun: null, earliestAt: null, latestAt: null, catchup: false, now: at('2026-03-01T12:00'), ...given };
}

function beats(runs: Iterable<PlannedRun>): string[] {
  return [...runs].map((run) => new Date(run.runAfterAt).toISOString().slice(0, 16));
}

const daily = cronTimetable({ expression: '0 6 * * *' });

describe('a forecast', () => {
  test('lists the runs that become due in a range, both ends included', () => {
    const runs = forecast(daily, options({}), at('2026-03-03T06:00'), at('2026-03-05T06:00'));
    expect(beats(runs)).toEqual(['2026-03-03T06:00', '2026-03-04T06:00', '2026-03-05T06:00']);
  });

  test('begins with what is due already: one run, or all of them with catch-up', () => {
    const given = { earliestAt: at('2026-02-26T00:00') };
    const toAt = at('2026-03-02T06:00');
    expect(beats(forecast(daily, options(given), -Infinity, toAt))).toEqual(['2026-03-01T06:00', '2026-03-02T06:00']);
    expect(beats(forecast(daily, options({ ...given, catchup: true }), -Infinity, toAt))).toHaveLength(5);
  });

  test('ends with the end date', () => {
    const runs = forecast(daily, options({ latestAt: at('2026-03-03T00:00') }), -Infinity, Infinity);
    expect(beats(runs)).toEqual(['2026-03-02T06:00']);
  });

  test('is lazy, so its end may be open', () => {
    const runs = forecast(daily, options({}), at('2026-03-01T00:00'), Infinity);
    expect(runs.next().value?.runAfterAt).toBe(at('2026-03-02T06:00'));
    expect(runs.next().value?.runAfterAt).toBe(at('2026-03-03T06:00'));
  });

  test('of a continuous timetable stops where nobody knows the end', () => {
    expect([...forecast(CONTINUOUS_TIMETABLE, options({}), -Infinity, Infinity)]).toHaveLength(1);
    expect([...forecast(ONCE_TIMETABLE, options({}), -Infinity, Infinity)]).toHaveLength(1);
  });
});

describe('the runs of a backfill', () => {
  const now = at('2026-03-04T12:00');

  test('are the ticks in the range that have passed', () => {
    const runs = backfillRuns(daily, at('2026-03-02T06:00'), at('2026-03-10T00:00'), now);
    expect(beats(runs)).toEqual(['2026-03-02T06:00', '2026-03-03T06:00', '2026-03-04T06:00']);
  });

  test('are the periods that begin in the range and have ended', () => {
    const periods = cronIntervalTimetable({ expression: '@daily' });
    const dates = [...backfillRuns(periods, at('2026-03-02T00:00'), at('2026-03-04T00:00'), now)];
    expect(dates.map((run) => run.logicalDateAt)).toEqual([at('2026-03-02T00:00'), at('2026-03-03T00:00')]);
  });

  test('are the listed dates in the range', () => {
    const listed = datesTimetable({
      datesAt: [at('2026-03-01T00:00'), at('2026-03-03T00:00'), at('2026-03-09T00:00')],
    });
    expect(beats(backfillRuns(listed, at('2026-03-02T00:00'), at('2026-03-30T00:00'), now))).toEqual([
      '2026-03-03T00:00',
    ]);
  });

  test('are none when the timetable is not periodic', () => {
    expect([...backfillRuns(ONCE_TIMETABLE, at('2026-03-01T00:00'), at('2026-03-04T00:00'), now)]).toEqual([]);
  });
});
