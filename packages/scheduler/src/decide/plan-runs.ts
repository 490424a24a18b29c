/** Which runs a timetable wants, as rows to create. */
import type { Json, LastRun, PlannedRun, PlanOptions, SerializedDag } from '@tradewind/model';
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
