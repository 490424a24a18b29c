/** Why a queued run does not start. */
import { type Reason, reason } from './reason-codes.ts';

/** What decides whether queued runs of a DAG start. */
export interface DagStanding {
  readonly isPaused: boolean;
  readonly isActive: boolean;
  /** False when the version of the run cannot be read. */
  readonly isUsable: boolean;
  readonly maxActiveRuns: number;
}

/** The first reason that holds a run back which may run from `runAfterAt` on. */
export function whyQueued(dag: DagStanding, runAfterAt: number, now: number): Reason {
  if (dag.isPaused) return reason('dag_paused');
  if (!dag.isActive) return reason('dag_inactive');
  if (runAfterAt > now) return reason('run_after', { runAfter: new Date(runAfterAt).toISOString() });
  if (!dag.isUsable) return reason('dag_unusable');
  return reason('max_active_runs', { limit: dag.maxActiveRuns });
}
