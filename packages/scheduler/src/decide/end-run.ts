/** Decides whether a run is over, and how. */
import { isFailure, judgeRun } from '@tradewind/model';
import { endUnfinished } from './apply-report.ts';
import { reason } from './reason-codes.ts';
import type { RunBoard } from './run-board.ts';

/** Ends the run when nothing of it is left to do. Returns whether it ended. */
export function endRunIfDone(board: RunBoard, now: number): boolean {
  const { plan, cells } = board;
  const isStuck = board.unfinished > 0 && board.unfinished === board.waiting && !cells.some(waitsForPast);
  if (board.unfinished > 0 && !isStuck) return false;
  const failedLeaves = [...plan.graph.leaves].filter((index) => isFailure(cells[index]?.state ?? 'none'));
  const verdict = judgeRun({
    unfinished: board.unfinished,
    movable: 0,
    failedLeaves: failedLeaves.length,
  });
  if (verdict.kind === 'unfinished') return false;
  board.state = verdict.state;
  board.finishedAt = now;
  board.isRunChanged = true;
  const tasks = failedLeaves.slice(0, 20).map((index) => plan.dag.tasks[index]?.taskId ?? '');
  board.reason = verdict.reason === 'success' ? null : reason(verdict.reason, { tasks });
  return true;
}

function waitsForPast(cell: RunBoard['cells'][number]): boolean {
  return cell.state === 'none' && (cell.reason?.code === 'depends_on_past' || cell.reason?.code === 'wait_for_downstream');
}

/** The run took longer than its DAG allows: it fails, and what is unfinished is skipped. */
export function timeOutRun(board: RunBoard, now: number): void {
  board.touched.length = 0;
  endUnfinished(board, now, 'run_timed_out', 'dagrun_timeout');
  board.touched.length = 0;
  board.state = 'failed';
  board.finishedAt = now;
  board.isRunChanged = true;
  board.reason = reason('run_timed_out', { timeoutMs: board.plan.dag.dagRunTimeoutMs });
}
