/** Decides whether a run is over, and how. */
import { isFailure, judgeRun } from '@tradewind/model';
import { endUnfinished } from './end-unfinished.ts';
import { type Reason, reason } from './reason-codes.ts';
import type { Cell, RunBoard } from './run-board.ts';

/** Task ids in the reason of a failed run at most. */
const MOST_TASKS_NAMED = 20;

/** Ends the run when nothing of it is left to do. Returns whether it ended. */
export function endRunIfDone(board: RunBoard, now: number): boolean {
  const { plan, cells } = board;
  const isStuck = board.unfinished > 0 && board.unfinished === board.waiting && !cells.some(waitsForPast);
  if (board.unfinished > 0 && !isStuck) return false;
  if (board.isTimedOut) return end(board, now, 'failed', timeOutReason(board));
  const failed = decisiveFailures(board);
  const verdict = judgeRun({ unfinished: board.unfinished, movable: 0, failedLeaves: failed.length });
  if (verdict.kind === 'unfinished') return false;
  if (verdict.reason === 'success') return end(board, now, verdict.state, null);
  const blamed = verdict.reason === 'task_failure' ? failed : unfinishedOf(cells);
  const tasks = blamed.slice(0, MOST_TASKS_NAMED).map((index) => plan.dag.tasks[index]?.taskId ?? '');
  return end(board, now, verdict.state, reason(verdict.reason, { tasks }));
}

/**
 * The tasks whose failure fails the run: the leaves, and in a DAG that fails fast every task but the teardowns, since what
 * comes after the failed one was skipped.
 */
function decisiveFailures({ plan, cells }: RunBoard): number[] {
  const failedLeaves = [...plan.graph.leaves].filter((index) => isFailure(cells[index]?.state ?? 'none'));
  if (failedLeaves.length > 0 || !plan.dag.failFast) return failedLeaves;
  return cells.filter(({ task, state }) => state === 'failed' && !task.isTeardown).map(({ index }) => index);
}

/**
 * The run took longer than its DAG allows: what is unfinished is skipped, and the run fails as soon as its teardowns are
 * done. Doing it twice changes nothing.
 */
export function timeOutRun(board: RunBoard, now: number): void {
  if (board.isTimedOut) return;
  board.isTimedOut = true;
  endUnfinished(board, now, 'run_timed_out', 'dagrun_timeout');
  board.isRunChanged = true;
  board.reason = timeOutReason(board);
}

function timeOutReason({ plan }: RunBoard): Reason {
  return reason('run_timed_out', { timeoutMs: plan.dag.dagRunTimeoutMs });
}

function end(board: RunBoard, now: number, state: 'success' | 'failed', why: Reason | null): true {
  board.state = state;
  // A clock that was set back meanwhile lets no run end before it began.
  board.finishedAt = Math.max(now, board.startedAt);
  board.reason = why;
  board.isRunChanged = true;
  return true;
}

function unfinishedOf(cells: readonly Cell[]): number[] {
  return cells.filter(({ state }) => state === 'none').map(({ index }) => index);
}

function waitsForPast({ state, reason: why }: Cell): boolean {
  return state === 'none' && (why?.code === 'depends_on_past' || why?.code === 'wait_for_downstream');
}
