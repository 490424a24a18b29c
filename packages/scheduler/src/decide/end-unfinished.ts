import { reason } from './reason-codes.ts';
import { type Cell, moveCell, type RunBoard } from './run-board.ts';

export type EndCode = 'fail_fast' | 'run_timed_out' | 'run_failed';

/**
 * Ends every unfinished task instance but the teardowns, which still have their work to do.
 *
 * Those that an executor, a trigger or a person holds fail, or are skipped when the run timed out; the others are skipped.
 */
export function endUnfinished(board: RunBoard, now: number, code: EndCode, by: string): void {
  for (const cell of board.cells) if (!cell.task.isTeardown) endCell(board, cell, now, code, by);
}

function endCell(board: RunBoard, cell: Cell, now: number, code: EndCode, by: string): void {
  switch (cell.state) {
    case 'queued':
    case 'running':
    case 'restarting':
    case 'deferred':
    case 'awaiting_input':
      cell.finishedAt = now;
      cell.reason = reason(code, { by });
      return moveCell(board, cell, code === 'run_timed_out' ? 'skipped_with_run' : 'failed_with_run');
    case 'none':
    case 'scheduled':
    case 'up_for_retry':
    case 'up_for_reschedule':
      cell.finishedAt = now;
      cell.nextTryAt = null;
      cell.reason = reason(code, { by });
      return moveCell(board, cell, 'skipped_with_run');
    case 'success':
    case 'failed':
    case 'skipped':
    case 'upstream_failed':
    case 'removed':
      return;
  }
}
