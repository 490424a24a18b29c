import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cronIntervalTimetable,
  cronTimetable,
  everyIntervalTimetable,
  everyTimetable,
  multipleCronTimetable,
} from './make-timetable.ts';
import { nextRun } from './next-run.ts';
import type { PlannedRun, PlanOptions } from './planned-run.ts';
import type { IntervalTimetable, TriggerTimetable } from './timetable.ts';
import { cadenceOf } from './timetable-cadence.ts';

const HOUR_MS = 3_600_000;
const expressions = fc.constantFrom(
  '*/20 * * * *',
  '@hourly',
  '30 1,2 * * *',
  '0 */5 * * *',
  '15 3 * * MON-FRI',
  '0 0 1,L * *',
);
const timeZone = fc.constantFrom('UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe');
const hours = fc.integer({ min: 1, max: 300 }).map((count) => (count * HOUR_MS) / 4);
const starts = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) });

const crons = fc.record({ expression: expressions, timeZone, intervalMs: fc.constantFrom(0, HOUR_MS) });
const triggers: fc.Arbitrary<TriggerTimetable> = fc.oneof(
  crons.map(cronTimetable),
  fc
    .record({ expressions: fc.array(expressions, { minLength: 1, maxLength: 3 }), timeZone })
    .map(multipleCronTimetable),
  fc.record({ periodMs: hours, intervalMs: fc.constantFrom(0, HOUR_MS) }).map(everyTimetable),
);
const intervals: fc.Arbitrary<IntervalTimetable> = fc.oneof(
  crons.map(cronIntervalTimetable),
  fc.record({ periodMs: hours }).map(everyIntervalTimetable),
);

function chain(timetable: TriggerTimetable | IntervalTimetable, options: PlanOptions, length: number): PlannedRun[] {
  const runs: PlannedRun[] = [];
  while (runs.length < length) runs.push(nextRun(timetable, { ...options, lastRun: runs.at(-1) ?? null })!);
  return runs;
}

function bounds(earliestAt: number, catchup: boolean, now: number): PlanOptions {
  return { lastRun: null, earliestAt, latestAt: null, catchup, now };
}

test('catch-up of a trigger timetable runs every beat since the start, none twice', () => {
  fc.assert(
    fc.property(triggers, starts, (timetable, startAt) => {
      const beats: number[] = [];
      const cadence = cadenceOf(timetable);
      for (let at = cadence.alignToNext(startAt)!; beats.length < 60; at = cadence.next(at)!) beats.push(at);
      const runs = chain(timetable, bounds(startAt, true, startAt + 1), 60);
      expect(runs.map((run) => run.runAfterAt)).toEqual(beats);
    }),
  );
});

test('catch-up of an interval timetable covers all time since the first beat, without gap or overlap', () => {
  fc.assert(
    fc.property(intervals, starts, (timetable, startAt) => {
      const runs = chain(timetable, bounds(startAt, true, startAt + 1), 60);
      expect(runs[0]!.dataInterval.startAt).toBe(cadenceOf(timetable).alignToNext(startAt));
      runs.forEach((run, index) => {
        expect(run.dataInterval.endAt).toBeGreaterThan(run.dataInterval.startAt);
        expect(run.runAfterAt).toBe(run.dataInterval.endAt);
        if (index > 0) expect(run.dataInterval.startAt).toBe(runs[index - 1]!.dataInterval.endAt);
      });
    }),
  );
});

test('without catch-up, at most one run is due however long a DAG was paused, and it is the latest', () => {
  fc.assert(
    fc.property(fc.oneof(triggers, intervals), starts, hours, (timetable, startAt, pauseMs) => {
      const last = chain(timetable, bounds(startAt, true, startAt), 1)[0]!;
      const now = last.runAfterAt + pauseMs;
      const options = { ...bounds(startAt, false, now), lastRun: last };
      const first = nextRun(timetable, options)!;
      const second = nextRun(timetable, { ...options, lastRun: first })!;
      expect(first.runAfterAt).toBeGreaterThan(last.runAfterAt);
      expect(second.runAfterAt).toBeGreaterThan(now);
      if (first.runAfterAt > now) expect(first).toEqual(nextRun(timetable, { ...options, catchup: true }));
    }),
  );
});
