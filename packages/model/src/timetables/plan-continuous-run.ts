/**
 * The continuous timetable: a run as soon as the one before has finished, for the data since the one before.
 *
 * Logical dates strictly increase, even by a clock that stands still: after a run for a single point of time the next
 * interval begins a millisecond later.
 */
import { type PlannedRun, type PlanOptions, runFor } from './planned-run.ts';

/** The next run of the continuous timetable; `null` while its last run has not finished, and after its end date. */
export function planContinuousRun({ lastRun, earliestAt, latestAt, now }: PlanOptions): PlannedRun | null {
  const finishedAt = lastRun?.finishedAt ?? null;
  if (lastRun !== null && finishedAt === null) return null;
  const startAt = Math.max(
    lastRun === null ? (earliestAt ?? now) : startAfter(lastRun.dataInterval),
    earliestAt ?? -Infinity,
  );
  const endAt = Math.max(startAt, finishedAt ?? startAt, now);
  if (latestAt !== null && endAt > latestAt) return null;
  return runFor(startAt, endAt, endAt);
}

function startAfter({ startAt, endAt }: { readonly startAt: number; readonly endAt: number }): number {
  return endAt > startAt ? endAt : endAt + 1;
}
