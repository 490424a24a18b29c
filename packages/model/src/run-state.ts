/**
 * What state a run is in, from how its task instances stand.
 *
 * The leaves decide between success and failure: the tasks after which nothing comes that counts, as
 * `DagGraph.leaves` lists them (a teardown is replaced by what it tears down after, unless it is to fail the run).
 * Removed task instances are no leaves. Hence a failure in the middle does not fail the run when everything after
 * it dealt with it.
 *
 * `judgeRun` works on counts, which the owner of a run keeps up to date by one addition per state change;
 * `countRun` takes them all at once.
 */
import type { DagRunEvent } from './dag-run-transitions.ts';
import { isFailure, isFinished, type TaskInstanceState } from './task-instance-state.ts';

export interface RunCounts {
  /** Task instances that have not finished, teardowns included. */
  unfinished: number;
  /**
   * Those of `unfinished` that something moves on by itself: scheduled, at an executor, deferred, waiting for a
   * time, a person, a limit or a previous run, or ready to be scheduled.
   */
  movable: number;
  /** Leaves in `failed` or `upstream_failed`. */
  failedLeaves: number;
}

/** What becomes of a run; always one of four shared constants. `event` is for `transitionDagRun`. */
export type RunVerdict =
  | { readonly kind: 'unfinished' }
  | {
      readonly kind: 'ended';
      readonly event: Extract<DagRunEvent, 'succeeded' | 'tasks_failed' | 'deadlocked'>;
      readonly state: 'success' | 'failed';
      /** As Airflow names it to callbacks and listeners. */
      readonly reason: 'success' | 'task_failure' | 'all_tasks_deadlocked';
    };

const UNFINISHED: RunVerdict = Object.freeze({ kind: 'unfinished' });
const SUCCEEDED: RunVerdict = Object.freeze({ kind: 'ended', event: 'succeeded', state: 'success', reason: 'success' });
const FAILED: RunVerdict = Object.freeze({
  kind: 'ended',
  event: 'tasks_failed',
  state: 'failed',
  reason: 'task_failure',
});
const DEADLOCKED: RunVerdict = Object.freeze({
  kind: 'ended',
  event: 'deadlocked',
  state: 'failed',
  reason: 'all_tasks_deadlocked',
});

/** The verdict on a running run. A run without task instances succeeds. */
export function judgeRun(counts: Readonly<RunCounts>): RunVerdict {
  if (counts.unfinished > 0) return counts.movable > 0 ? UNFINISHED : DEADLOCKED;
  return counts.failedLeaves > 0 ? FAILED : SUCCEEDED;
}

export interface RunMember {
  readonly state: TaskInstanceState;
  readonly isLeaf: boolean;
  /** For state `none` only: its rule is ready, or it waits for a previous run or a limit. @default false */
  readonly canMove?: boolean;
}

/** The counts over all task instances of a run. */
export function countRun(members: Iterable<RunMember>): RunCounts {
  const counts: RunCounts = { unfinished: 0, movable: 0, failedLeaves: 0 };
  for (const { state, isLeaf, canMove = false } of members) {
    if (!isFinished(state)) counts.unfinished += 1;
    if (state === 'none' ? canMove : movesByItself(state)) counts.movable += 1;
    if (isLeaf && isFailure(state)) counts.failedLeaves += 1;
  }
  return counts;
}

/** True for every unfinished state but `none`, from which only the dependencies lead on. */
export function movesByItself(state: TaskInstanceState): boolean {
  return state !== 'none' && !isFinished(state);
}
