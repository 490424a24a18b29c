/** The words of planning: what a timetable is asked, and what it answers. */

/** The data that a run is for: from `startAt`, up to but not including `endAt`. The same instant twice is a point. */
export interface DataInterval {
  readonly startAt: number;
  readonly endAt: number;
}

/** A run that a timetable wants to exist. */
export interface PlannedRun {
  /** What identifies the run on its schedule; `null` for a timetable that does not date its runs. */
  readonly logicalDateAt: number | null;
  readonly dataInterval: DataInterval;
  /** The earliest instant at which the run may begin. */
  readonly runAfterAt: number;
}

/** The latest run that the timetable itself has made: never a manual run, nor one of a backfill. */
export interface LastRun {
  readonly dataInterval: DataInterval;
  /** When it finished; `null` or absent while it has not. Only the `continuous` timetable asks. */
  readonly finishedAt?: number | null;
}

export interface PlanOptions {
  readonly lastRun: LastRun | null;
  /** The latest of the start dates of the DAG and its tasks. */
  readonly earliestAt: number | null;
  /** The end date of the DAG. */
  readonly latestAt: number | null;
  /** Whether beats that have passed are made up for, each one. Otherwise only the latest of them is. */
  readonly catchup: boolean;
  readonly now: number;
}

/** The run for a data interval, dated by its start as Airflow does. */
export function runFor(startAt: number, endAt: number, runAfterAt: number): PlannedRun {
  return { logicalDateAt: startAt, dataInterval: { startAt, endAt }, runAfterAt };
}
