/** Which runs a timetable wants, as rows to create. */
import type { Json, LastRun, PlannedRun, PlanOptions, RunId, SerializedDag } from '@tradewind/model';
import { canonicalJson, nextRun } from '@tradewind/model';

/** The schedule of a DAG, as far as it changes what is planned. */
export function planBasis(dag: SerializedDag): string {
  const { timetable, startDate, endDate, catchup } = dag;
  return canonicalJson({ timetable: { ...timetable }, startDate, endDate, catchup } as Json);
}

/** The next run after `lastRun`, or null when the timetable wants none. */
export function planNext(dag: SerializedDag, lastRun: LastRun | null, now: number): PlannedRun | null {
  return nextRun(dag.timetable, planOptions(dag, lastRun, now));
}

/** What a timetable is asked on behalf of a DAG. */
export function planOptions(dag: SerializedDag, lastRun: LastRun | null, now: number): PlanOptions {
  return {
    lastRun,
    earliestAt: dag.startDate === null ? null : Date.parse(dag.startDate),
    latestAt: dag.endDate === null ? null : Date.parse(dag.endDate),
    catchup: dag.catchup,
    now,
  };
}

/** Airflow's name of a run that a timetable made: its type and the instant after which it may run. */
export function scheduledRunId(planned: PlannedRun): RunId {
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
