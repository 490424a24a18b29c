/** `depends_on_past` and `wait_for_downstream`: what a task may do, given the previous run of its DAG. */
import { type DagRunKey, isSuccessLike, type RunId, type TaskInstanceState } from '@tradewind/model';
import { type Reason, reason } from './reason-codes.ts';
import type { Cell, RunBoard } from './run-board.ts';

export type PastVerdict = { readonly kind: 'free' } | { readonly kind: 'waiting'; readonly reason: Reason };

/** The previous run, as far as one task asks about it. */
export interface PreviousRun {
  readonly dagRunKey: DagRunKey;
  readonly runId: RunId;
  /** Null when the run has no such task. */
  readonly stateOf: (taskId: string) => TaskInstanceState | null;
}

const FREE: PastVerdict = Object.freeze({ kind: 'free' });

/** How a run that ended went, without holding on to its board. */
export function pastOf({ facts, cells }: RunBoard): PreviousRun {
  const states = new Map<string, TaskInstanceState>(cells.map(({ task, state }) => [task.taskId, state]));
  return { dagRunKey: facts.dagRunKey, runId: facts.runId, stateOf: (taskId) => states.get(taskId) ?? null };
}

/**
 * Free when there is no previous run, when the task never ran in it and need not have, or when it went well there.
 *
 * The previous run is the one with the greatest logical date before this one's; runs without a logical date take no part.
 */
export function judgePast(cell: Cell): PastVerdict {
  const { task, board } = cell;
  const { previous } = board;
  if (!task.dependsOnPast && !task.waitForDownstream) return FREE;
  if (previous === null || board.facts.logicalDateAt === null) return FREE;
  const start = board.plan.dag.startDate;
  if (start !== null && board.facts.logicalDateAt === Date.parse(start)) return FREE;
  const state = previous.stateOf(task.taskId);
  if (state === null)
    return task.ignoreFirstDependsOnPast ? FREE : waiting('depends_on_past', previous, task.taskId, 'absent');
  if (!isSuccessLike(state)) return waiting('depends_on_past', previous, task.taskId, state);
  return task.waitForDownstream ? judgeDownstream(cell, previous) : FREE;
}

function judgeDownstream(cell: Cell, previous: PreviousRun): PastVerdict {
  const { graph, dag } = cell.board.plan;
  for (const index of graph.downstream[cell.index] ?? []) {
    const taskId = dag.tasks[index]?.taskId;
    const state = taskId === undefined ? null : previous.stateOf(taskId);
    if (taskId !== undefined && state !== null && !isSuccessLike(state)) {
      return waiting('wait_for_downstream', previous, taskId, state);
    }
  }
  return FREE;
}

function waiting(
  code: 'depends_on_past' | 'wait_for_downstream',
  { runId }: PreviousRun,
  taskId: string,
  state: string,
): PastVerdict {
  return { kind: 'waiting', reason: reason(code, { runId, taskId, state }) };
}
