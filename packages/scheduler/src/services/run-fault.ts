import type { RunBoard } from '../decide/run-board.ts';

/** Wraps whatever was thrown while one run was decided, so that this run alone pays for it. */
export class RunFault extends Error {
  readonly board: RunBoard;

  constructor(board: RunBoard, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'RunFault';
    this.board = board;
  }
}

/** Runs `work`, and says which run it was about when it throws. */
export function blaming<Result>(board: RunBoard, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new RunFault(board, error);
  }
}
