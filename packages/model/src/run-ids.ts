/** The names of runs, as Airflow gives them. */
import type { RunId } from './ids.ts';
import type { PlannedRun } from './timetables/index.ts';

/** Airflow's name of a run that a timetable made: its type and the instant after which it may run. */
export function scheduledRunId(planned: Pick<PlannedRun, 'logicalDateAt' | 'runAfterAt'>): RunId {
  return `scheduled__${isoWithOffset(planned.logicalDateAt ?? planned.runAfterAt)}` as RunId;
}

/** Airflow's name of a run that somebody triggered. */
export function manualRunId(at: number): RunId {
  return `manual__${isoWithOffset(at)}` as RunId;
}

/** `2026-01-01T00:00:00+00:00`, with a fraction only where there is one. */
function isoWithOffset(at: number): string {
  const iso = new Date(at).toISOString();
  return `${iso.endsWith('.000Z') ? iso.slice(0, -5) : iso.slice(0, -1)}+00:00`;
}
