/**
 * Trigger timetables: a run at each beat.
 *
 * Without catch-up the latest beat that has passed is still run, so that a DAG that was paused, or a scheduler that was
 * down, makes up for one missed beat.
 */
import type { Cadence } from './cadence.ts';
import { type PlannedRun, type PlanOptions, runFor } from './planned-run.ts';
import type { RunImmediately, TriggerTimetable } from './timetable.ts';
import { cadenceOf } from './timetable-cadence.ts';
import { latest } from './union-cadence.ts';

const SHORTEST_GRACE_MS = 5 * 60_000;

/** The next run of a trigger timetable; `null` when there is none. */
export function planTriggerRun(timetable: TriggerTimetable, options: PlanOptions): PlannedRun | null {
  const cadence = cadenceOf(timetable);
  const runImmediately = timetable.kind === 'every' ? true : timetable.runImmediately;
  const beat = options.catchup
    ? nextBeat(cadence, runImmediately, options)
    : latest([
        cadence.previous(options.now),
        nextBeat(cadence, runImmediately, options),
        options.earliestAt === null ? null : cadence.alignToNext(options.earliestAt),
      ]);
  if (beat === null || (options.latestAt !== null && beat > options.latestAt)) return null;
  return runFor(beat - timetable.intervalMs, beat, beat);
}

/** The beat that follows from what went before, whether it is past or not. */
function nextBeat(cadence: Cadence, runImmediately: RunImmediately, options: PlanOptions): number | null {
  if (options.lastRun !== null) return cadence.next(options.lastRun.dataInterval.endAt);
  if (options.earliestAt !== null) return cadence.alignToNext(options.earliestAt);
  return firstBeat(cadence, runImmediately, options.now);
}

/** The first beat of a DAG that has neither a start date nor an earlier run. */
function firstBeat(cadence: Cadence, runImmediately: RunImmediately, now: number): number | null {
  const passed = cadence.previous(now);
  const coming = cadence.alignToNext(now);
  if (passed === null || coming === null || runImmediately === false) return coming;
  if (runImmediately === true) return passed;
  const graceMs = runImmediately?.withinMs ?? Math.max((coming - passed) / 10, SHORTEST_GRACE_MS);
  return now - passed <= graceMs ? passed : coming;
}
