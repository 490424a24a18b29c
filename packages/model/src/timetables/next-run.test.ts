import { describe, expect, test } from 'vitest';
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
import { nextRun } from './next-run.ts';
import type { LastRun, PlannedRun, PlanOptions } from './planned-run.ts';
import type { SerializedTimetable } from './timetable.ts';

const MINUTE_MS = 60_000;

/** An instant of 1 March 2026, or of another day when the text has a date. */
function at(time: string): number {
  return Date.parse(time.length === 5 ? `2026-03-01T${time}Z` : `${time}Z`);
}

function options(given: Partial<PlanOptions> & { readonly now: number }): PlanOptions {
  return { lastRun: null, earliestAt: null, latestAt: null, catchup: false, ...given };
}

function lastRun(startAt: number, endAt: number = startAt): LastRun {
  return { dataInterval: { startAt, endAt } };
}

function pointRun(dateAt: number): PlannedRun {
  return { logicalDateAt: dateAt, dataInterval: { startAt: dateAt, endAt: dateAt }, runAfterAt: dateAt };
}

function intervalRun(startAt: number, endAt: number): PlannedRun {
  return { logicalDateAt: startAt, dataInterval: { startAt, endAt }, runAfterAt: endAt };
}

/** The runs that are due by `now`, each planned from the one before. */
function dueRuns(timetable: SerializedTimetable, given: PlanOptions): PlannedRun[] {
  const due: PlannedRun[] = [];
  for (let last = given.lastRun; ; last = due.at(-1)!) {
    const run = nextRun(timetable, { ...given, lastRun: last });
    if (run === null || run.runAfterAt > given.now) return due;
    due.push(run);
  }
}

describe('interval timetables', () => {
  const halfHourCron = cronIntervalTimetable({ expression: '*/30 * * * *' });
  const halfHours = everyIntervalTimetable({ periodMs: 30 * MINUTE_MS });

  test.each([
    [
      '00:00',
      true,
      [
        ['00:00', '00:30'],
        ['00:30', '01:00'],
      ],
      [
        ['00:00', '00:30'],
        ['00:30', '01:00'],
      ],
    ],
    ['00:00', false, [['00:30', '01:00']], [['00:35', '01:05']]],
    ['00:10', true, [['00:30', '01:00']], [['00:10', '00:40']]],
    ['00:10', false, [['00:30', '01:00']], [['00:35', '01:05']]],
  ] as const)('every half hour since %s, catchup %s, enabled at 01:05', (start, catchup, byCron, byDelta) => {
    const given = options({ earliestAt: at(start), catchup, now: at('01:05') });
    const intervals = (pairs: readonly (readonly [string, string])[]) =>
      pairs.map(([from, to]) => intervalRun(at(from), at(to)));
    expect(dueRuns(halfHourCron, given)).toEqual(intervals(byCron));
    expect(dueRuns(halfHours, given)).toEqual(intervals(byDelta));
  });

  test('at a tick, the period that ends there is the latest', () => {
    expect(nextRun(halfHourCron, options({ now: at('01:00') }))).toEqual(intervalRun(at('00:30'), at('01:00')));
  });

  test('after the latest period, the next one waits for its end', () => {
    const given = options({ lastRun: lastRun(at('00:30'), at('01:00')), now: at('01:05') });
    expect(nextRun(halfHourCron, given)).toEqual(intervalRun(at('01:00'), at('01:30')));
  });

  test('with catch-up but no start date nothing says where to begin', () => {
    expect(nextRun(halfHourCron, options({ catchup: true, now: at('01:05') }))).toBeNull();
  });

  test('after a pause only the latest period is run, but each one with catch-up', () => {
    const given = options({ lastRun: lastRun(at('00:00'), at('00:30')), now: at('03:10') });
    expect(dueRuns(halfHourCron, given)).toEqual([intervalRun(at('02:30'), at('03:00'))]);
    expect(dueRuns(halfHourCron, { ...given, catchup: true })).toHaveLength(5);
  });

  test('a start date in the future waits', () => {
    const given = options({ earliestAt: at('05:10'), now: at('01:05') });
    expect(nextRun(halfHourCron, given)).toEqual(intervalRun(at('05:30'), at('06:00')));
    expect(nextRun(halfHours, given)).toEqual(intervalRun(at('05:10'), at('05:40')));
  });

  test('an end date bounds the start of the data', () => {
    const given = options({ lastRun: lastRun(at('00:30'), at('01:00')), now: at('01:05') });
    expect(nextRun(halfHourCron, { ...given, latestAt: at('01:00') })).toEqual(intervalRun(at('01:00'), at('01:30')));
    expect(nextRun(halfHourCron, { ...given, latestAt: at('00:59') })).toBeNull();
  });

  test('a new schedule begins at its own tick before the end of the last run', () => {
    const given = options({ lastRun: lastRun(at('09:00'), at('10:20')), catchup: true, now: at('10:30') });
    expect(nextRun(halfHourCron, given)).toEqual(intervalRun(at('10:00'), at('10:30')));
  });

  test('a day is 23 or 25 hours long when the clocks change', () => {
    const daily = cronIntervalTimetable({ expression: '@daily', timeZone: 'Europe/Berlin' });
    const given = options({ earliestAt: at('2026-03-28T23:00'), catchup: true, now: at('2026-03-31T00:00') });
    expect(dueRuns(daily, given)).toEqual([
      intervalRun(at('2026-03-28T23:00'), at('2026-03-29T22:00')),
      intervalRun(at('2026-03-29T22:00'), at('2026-03-30T22:00')),
    ]);
    const autumn = options({ earliestAt: at('2026-10-24T22:00'), catchup: true, now: at('2026-10-25T23:00') });
    expect(dueRuns(daily, autumn)).toEqual([intervalRun(at('2026-10-24T22:00'), at('2026-10-25T23:00'))]);
  });
});

describe('trigger timetables', () => {
  const hourly = cronTimetable({ expression: '@hourly' });

  test('with catch-up every tick since the start date is run', () => {
    const given = options({ earliestAt: at('00:10'), catchup: true, now: at('03:05') });
    expect(dueRuns(hourly, given)).toEqual(['01:00', '02:00', '03:00'].map((time) => pointRun(at(time))));
  });

  test('without catch-up the latest tick since the start date is run', () => {
    expect(dueRuns(hourly, options({ earliestAt: at('00:10'), now: at('03:05') }))).toEqual([pointRun(at('03:00'))]);
  });

  test('un-pausing runs one missed tick', () => {
    const given = options({ lastRun: lastRun(at('00:00')), now: at('05:40') });
    expect(dueRuns(hourly, given)).toEqual([pointRun(at('05:00'))]);
  });

  test('un-pausing before the next tick waits for it', () => {
    const given = options({ lastRun: lastRun(at('05:00')), now: at('05:40') });
    expect(nextRun(hourly, given)).toEqual(pointRun(at('06:00')));
  });

  test('a start date in the future waits', () => {
    const given = options({ earliestAt: at('08:00'), now: at('05:40') });
    expect(nextRun(hourly, given)).toEqual(pointRun(at('08:00')));
    expect(nextRun(hourly, { ...given, lastRun: lastRun(at('05:00')) })).toEqual(pointRun(at('08:00')));
  });

  test('an end date is the last instant of a tick', () => {
    const given = options({ lastRun: lastRun(at('05:00')), now: at('05:40') });
    expect(nextRun(hourly, { ...given, latestAt: at('06:00') })).toEqual(pointRun(at('06:00')));
    expect(nextRun(hourly, { ...given, latestAt: at('06:00') - 1 })).toBeNull();
  });

  test('a data interval may reach back from the tick', () => {
    const daily = cronTimetable({ expression: '0 6 * * *', intervalMs: 1440 * MINUTE_MS });
    const run = nextRun(daily, options({ now: at('05:00') }));
    expect(run).toEqual(intervalRun(at('2026-02-28T06:00'), at('06:00')));
    expect(nextRun(daily, options({ lastRun: run, now: at('07:00') }))?.runAfterAt).toBe(at('2026-03-02T06:00'));
  });

  test.each([
    [true, '05:40', '05:00'],
    [false, '05:01', '06:00'],
    [false, '05:00', '05:00'],
    [{ withinMs: 40 * MINUTE_MS }, '05:40', '05:00'],
    [{ withinMs: 40 * MINUTE_MS }, '05:41', '06:00'],
    [null, '05:06', '05:00'],
    [null, '05:07', '06:00'],
  ] as const)('without start date and run, runImmediately %j at %s runs %s first', (runImmediately, now, first) => {
    for (const catchup of [false, true]) {
      const timetable = cronTimetable({ expression: '@hourly', runImmediately });
      expect(nextRun(timetable, options({ now: at(now), catchup }))).toEqual(pointRun(at(first)));
    }
  });

  test('a tenth of a short period still gives five minutes of grace', () => {
    const timetable = cronTimetable({ expression: '*/20 * * * *', runImmediately: null });
    expect(nextRun(timetable, options({ now: at('05:05') }))).toEqual(pointRun(at('05:00')));
    expect(nextRun(timetable, options({ now: at('05:06') }))).toEqual(pointRun(at('05:20')));
  });

  test('runImmediately has no effect beside a start date or an earlier run', () => {
    const eager = cronTimetable({ expression: '@hourly', runImmediately: true });
    expect(nextRun(eager, options({ earliestAt: at('06:30'), now: at('05:40') }))).toEqual(pointRun(at('07:00')));
    expect(nextRun(eager, options({ lastRun: lastRun(at('05:00')), now: at('05:40') }))).toEqual(pointRun(at('06:00')));
  });
});

describe('every', () => {
  const halfHours = everyTimetable({ periodMs: 30 * MINUTE_MS });

  test('begins at once, or at its start date when that is to come', () => {
    expect(nextRun(halfHours, options({ now: at('01:05') }))).toEqual(pointRun(at('01:05')));
    expect(nextRun(halfHours, options({ earliestAt: at('02:10'), now: at('01:05') }))).toEqual(pointRun(at('02:10')));
  });

  test('goes on from its last run, and at once after a pause', () => {
    expect(nextRun(halfHours, options({ lastRun: lastRun(at('01:05')), now: at('01:06') }))).toEqual(
      pointRun(at('01:35')),
    );
    expect(nextRun(halfHours, options({ lastRun: lastRun(at('01:05')), now: at('04:00') }))).toEqual(
      pointRun(at('04:00')),
    );
  });

  test('makes up for every period with catch-up', () => {
    const given = options({ earliestAt: at('00:10'), catchup: true, now: at('01:30') });
    expect(dueRuns(halfHours, given)).toEqual(['00:10', '00:40', '01:10'].map((time) => pointRun(at(time))));
  });
});

describe('several crons', () => {
  const shifts = multipleCronTimetable({ expressions: ['0 6 * * *', '30 14 * * *', '0 6,22 * * *'] });

  test('all their ticks are run, once when they coincide', () => {
    const given = options({ earliestAt: at('00:00'), catchup: true, now: at('2026-03-02T06:00') });
    expect(dueRuns(shifts, given)).toEqual(
      ['06:00', '14:30', '22:00', '2026-03-02T06:00'].map((time) => pointRun(at(time))),
    );
  });

  test('without catch-up the latest tick of any of them is run', () => {
    const given = options({ lastRun: lastRun(at('06:00')), now: at('23:00') });
    expect(dueRuns(shifts, given)).toEqual([pointRun(at('22:00'))]);
  });
});

describe('once', () => {
  test('runs at its start date, past or not, or at once', () => {
    expect(nextRun(ONCE_TIMETABLE, options({ now: at('01:00') }))).toEqual(pointRun(at('01:00')));
    expect(nextRun(ONCE_TIMETABLE, options({ earliestAt: at('00:30'), now: at('01:00') }))).toEqual(
      pointRun(at('00:30')),
    );
    expect(nextRun(ONCE_TIMETABLE, options({ earliestAt: at('02:30'), now: at('01:00') }))).toEqual(
      pointRun(at('02:30')),
    );
  });

  test('does not run again, nor after its end date', () => {
    expect(nextRun(ONCE_TIMETABLE, options({ lastRun: lastRun(at('01:00')), now: at('02:00') }))).toBeNull();
    expect(nextRun(ONCE_TIMETABLE, options({ latestAt: at('00:30'), now: at('01:00') }))).toBeNull();
  });
});

describe('continuous', () => {
  const finished = (startAt: number, endAt: number, finishedAt: number) => ({ ...lastRun(startAt, endAt), finishedAt });

  test('begins at once, for the time since its start date', () => {
    expect(nextRun(CONTINUOUS_TIMETABLE, options({ now: at('01:00') }))).toEqual(pointRun(at('01:00')));
    expect(nextRun(CONTINUOUS_TIMETABLE, options({ earliestAt: at('00:20'), now: at('01:00') }))).toEqual(
      intervalRun(at('00:20'), at('01:00')),
    );
    expect(nextRun(CONTINUOUS_TIMETABLE, options({ earliestAt: at('02:00'), now: at('01:00') }))).toEqual(
      pointRun(at('02:00')),
    );
  });

  test('waits while its last run has not finished', () => {
    expect(nextRun(CONTINUOUS_TIMETABLE, options({ lastRun: lastRun(at('01:00')), now: at('02:00') }))).toBeNull();
  });

  test('runs for the time since its last run', () => {
    const given = options({ lastRun: finished(at('00:20'), at('01:00'), at('01:10')), now: at('01:10') });
    expect(nextRun(CONTINUOUS_TIMETABLE, given)).toEqual(intervalRun(at('01:00'), at('01:10')));
  });

  test('never gives a logical date twice, even when the clock stands still', () => {
    let last: LastRun | null = null;
    const dates: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const run: PlannedRun = nextRun(CONTINUOUS_TIMETABLE, options({ lastRun: last, now: at('01:00') }))!;
      dates.push(run.logicalDateAt!);
      last = { ...run, finishedAt: at('01:00') };
    }
    expect(new Set(dates).size).toBe(5);
    expect(dates).toEqual(dates.toSorted((a, b) => a - b));
  });

  test('ends at its end date', () => {
    const given = options({ lastRun: finished(at('00:20'), at('01:00'), at('01:10')), now: at('01:10') });
    expect(nextRun(CONTINUOUS_TIMETABLE, { ...given, latestAt: at('01:09') })).toBeNull();
  });
});

describe('dates', () => {
  const matches = datesTimetable({ datesAt: [at('15:00'), at('12:00'), at('18:00'), at('12:00')] });

  test('with catch-up all of them are run, otherwise those to come', () => {
    const given = options({ now: at('16:00'), catchup: true });
    expect(dueRuns(matches, given)).toEqual([pointRun(at('12:00')), pointRun(at('15:00'))]);
    expect(nextRun(matches, { ...given, catchup: false })).toEqual(pointRun(at('18:00')));
  });

  test('start, end and last run bound them', () => {
    const given = options({ now: at('11:00'), catchup: true });
    expect(nextRun(matches, { ...given, earliestAt: at('13:00') })).toEqual(pointRun(at('15:00')));
    expect(nextRun(matches, { ...given, lastRun: lastRun(at('15:00')) })).toEqual(pointRun(at('18:00')));
    expect(nextRun(matches, { ...given, lastRun: lastRun(at('18:00')) })).toBeNull();
    expect(nextRun(matches, { ...given, lastRun: lastRun(at('15:00')), latestAt: at('17:59') })).toBeNull();
  });
});

test('the null timetable never runs', () => {
  expect(nextRun(NULL_TIMETABLE, options({ earliestAt: at('00:00'), catchup: true, now: at('01:00') }))).toBeNull();
});
