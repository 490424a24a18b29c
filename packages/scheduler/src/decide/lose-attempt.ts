/** Attempts that end without an outcome of their task: lost, never started, or killed because the task was cleared. */
import type { SerializedError } from '@tradewind/model';
import { reason } from './reason-codes.ts';
import { type Cell, moveCell, type RunBoard } from './run-board.ts';

/** The pause doubles with every loss, so that what is missing for a few minutes costs no try either. */
const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** An attempt whose process is gone without a report: it is made again, and does not count as a try of the task. */
export function lose(board: RunBoard, cell: Cell, now: number): void {
  if (cell.state === 'restarting') return restart(board, cell);
  cell.lostAttempts += 1;
  if (cell.state === 'queued') return unqueue(board, cell);
  cell.finishedAt ??= now;
  cell.reason = reason('attempt_lost', { lostAttempts: cell.lostAttempts });
  supersede(board, cell);
  cell.maxTries += 1;
  forgetAttempt(cell);
  moveCell(board, cell, 'reset');
  board.touched.push(cell.index);
}

/** An attempt that could not be started: it is made again after a pause, and does not count as a try of the task. */
export function postpone(board: RunBoard, cell: Cell, error: SerializedError, now: number): void {
  const { lostAttempts } = cell;
  cell.lostAttempts += 1;
  cell.error = error;
  cell.reason = reason('could_not_start', { message: error.message, lostAttempts: cell.lostAttempts });
  supersede(board, cell);
  cell.maxTries += 1;
  cell.nextTryAt = now + Math.min(SHORTEST_PAUSE_MS * 2 ** lostAttempts, LONGEST_PAUSE_MS);
  moveCell(board, cell, 'failed_with_retry');
  board.touched.push(cell.index);
}

/** The attempt of a task that was cleared while it ran is dead: the task starts over, with one try more. */
export function restart(board: RunBoard, cell: Cell): void {
  cell.reason = reason('cleared');
  supersede(board, cell);
  cell.maxTries += 1;
  forgetAttempt(cell);
  moveCell(board, cell, 'killed');
  board.touched.push(cell.index);
}

/** It never started, so that there is nothing for the history. */
function unqueue(board: RunBoard, cell: Cell): void {
  cell.attemptId = null;
  forgetAttempt(cell);
  cell.reason = reason('waiting_for_executor');
  moveCell(board, cell, 'unqueued');
  board.ready.push(cell);
}

/** The attempt goes to history as failed for the reason that the cell has, since another one follows it. */
export function supersede(board: RunBoard, cell: Cell): void {
  const { attemptId } = cell;
  if (attemptId === null) return;
  const {
    board: _board,
    index: _index,
    task: _task,
    mapIndex: _mapIndex,
    pool: _pool,
    priority: _priority,
    ...state
  } = cell;
  board.superseded.push({ ...state, cell, attemptId, state: 'failed' });
  cell.attemptId = null;
}

function forgetAttempt(cell: Cell): void {
  cell.queuedAt = null;
  cell.handedOverAt = null;
  cell.startedAt = null;
  cell.finishedAt = null;
  cell.worker = null;
  cell.cpuMs = null;
  cell.peakMemoryMb = null;
  cell.rendered = null;
}
