/**
 * What an executor's report does to a cell.
 *
 * The caller has checked that the report is about the attempt in force. Each outcome has one function.
 */
import type { AttemptOutcome, AttemptReport, SkipDirective } from '@tradewind/model';
import {
  encodeValue,
  isEligibleForRetry,
  nextRetryAt,
  RETURN_VALUE,
  SKIPPED_TASKS,
  tasksToSkip,
} from '@tradewind/model';
import { reason } from './reason-codes.ts';
import { type Cell, moveCell, type RunBoard } from './run-board.ts';

/** Characters. Larger results are read back from the database by those who need them. */
const LARGEST_KEPT_RESULT = 65_536;

type Started = Extract<AttemptReport, { kind: 'started' }>;
type Finished = Extract<AttemptReport, { kind: 'finished' }>;
type Failure = Extract<AttemptOutcome, { kind: 'failed' }>;

export function applyStarted(board: RunBoard, cell: Cell, { at, worker }: Started): void {
  if (cell.state !== 'queued') return;
  cell.startedAt = at;
  cell.worker = worker;
  moveCell(board, cell, 'started');
}

export function applyFinished(board: RunBoard, cell: Cell, report: Finished): void {
  const { outcome, usage } = report;
  cell.finishedAt = report.at;
  cell.startedAt = report.startedAt ?? cell.startedAt;
  cell.worker = report.worker ?? cell.worker;
  cell.cpuMs = usage?.cpuMs ?? null;
  cell.peakMemoryMb = usage?.peakMemoryMb ?? null;
  cell.rendered = report.rendered;
  if (cell.state === 'restarting') return restart(board, cell);
  if (outcome.kind === 'failed' && outcome.exitReason === 'lost') return lose(board, cell);
  if (cell.state === 'queued' && outcome.kind !== 'failed') moveCell(board, cell, 'started');
  if (outcome.kind === 'success') return succeed(board, cell, outcome);
  if (outcome.kind === 'failed') return fail(board, cell, outcome);
  cell.reason = reason('skipped_itself', { message: outcome.reason });
  moveCell(board, cell, 'task_skipped');
}

/** An attempt whose process is gone without a report: it is made again, and does not count as a try of the task. */
export function lose(board: RunBoard, cell: Cell): void {
  if (cell.state === 'queued') {
    cell.attemptId = null;
    cell.queuedAt = null;
    cell.reason = reason('waiting_for_executor');
    moveCell(board, cell, 'unqueued');
    board.ready.push(cell);
    return;
  }
  supersede(board, cell, 'lost');
  cell.maxTries += 1;
  cell.reason = reason('attempt_lost');
  moveCell(board, cell, cell.state === 'restarting' ? 'killed' : 'reset');
  board.touched.push(cell.index);
}

function restart(board: RunBoard, cell: Cell): void {
  supersede(board, cell, 'cleared');
  cell.reason = reason('cleared');
  moveCell(board, cell, 'killed');
  board.touched.push(cell.index);
}

function succeed(board: RunBoard, cell: Cell, outcome: Extract<AttemptOutcome, { kind: 'success' }>): void {
  cell.reason = null;
  cell.error = null;
  if (outcome.result !== undefined) {
    if (outcome.result.length <= LARGEST_KEPT_RESULT) board.results.set(cell.index, outcome.result);
    else board.hasAllResults = false;
    board.xcoms.push({ cell, key: RETURN_VALUE, value: outcome.result });
  }
  for (const [key, value] of Object.entries(outcome.xcoms ?? {})) board.xcoms.push({ cell, key, value });
  if (outcome.skips !== undefined) exclude(board, cell, outcome.skips);
  moveCell(board, cell, 'succeeded');
}

/** Remembers which tasks a flow task excludes, so that a later clear of them skips them again. */
function exclude(board: RunBoard, cell: Cell, directive: SkipDirective): void {
  const { graph, dag } = board.plan;
  const excluded = tasksToSkip(graph, cell.index, directive);
  for (const index of excluded) {
    board.excludedBy.set(index, cell.index);
    board.touched.push(index);
  }
  const taskIds = [...excluded].map((index) => dag.tasks[index]?.taskId ?? '');
  board.xcoms.push({ cell, key: SKIPPED_TASKS, value: encodeValue({ skipped: taskIds }) });
}

function fail(board: RunBoard, cell: Cell, failure: Failure): void {
  cell.error = failure.error;
  const { task, tryNumber, maxTries } = cell;
  const facts = { exitReason: failure.exitReason ?? null, message: failure.error.message };
  const mayRetry = failure.isRetryable && isEligibleForRetry({ retries: task.retry.retries, tryNumber, maxTries });
  if (!mayRetry) {
    cell.reason = reason('attempt_failed', facts);
    moveCell(board, cell, 'failed_for_good');
    if (board.plan.dag.failFast) failFast(board, cell);
    return;
  }
  supersede(board, cell, 'failed');
  cell.nextTryAt = nextTryOf(cell, failure);
  cell.reason = reason('retry', { ...facts, tryNumber });
  moveCell(board, cell, 'failed_with_retry');
  board.touched.push(cell.index);
}

function nextTryOf(cell: Cell, failure: Failure): number {
  const { dagId, runId, logicalDateAt } = cell.board.facts;
  const { task, mapIndex, tryNumber } = cell;
  const attempt = { dagId, taskId: task.taskId, runId, mapIndex, logicalDateAt, tryNumber };
  return nextRetryAt(task.retry, attempt, cell.finishedAt ?? 0, failure.retryInMs);
}

/** The attempt goes to history, since another one follows it. */
export function supersede(board: RunBoard, cell: Cell, why: 'failed' | 'lost' | 'cleared'): void {
  const { attemptId } = cell;
  if (attemptId !== null) {
    const state = why === 'failed' ? 'failed' : cell.state;
    board.superseded.push({ ...snapshot(cell), cell, attemptId, state, reason: reason(why === 'lost' ? 'attempt_lost' : 'attempt_failed', { why }) });
  }
  cell.attemptId = null;
}

function snapshot(cell: Cell): Omit<Cell, 'board' | 'index' | 'task' | 'mapIndex' | 'pool' | 'priority'> {
  const { board: _board, index: _index, task: _task, mapIndex: _mapIndex, pool: _pool, priority: _priority, ...state } = cell;
  return state;
}

/** The first failure ends the run: what runs is failed, what waits is skipped; teardowns are spared. */
function failFast(board: RunBoard, cause: Cell): void {
  const by = cause.task.taskId;
  endUnfinished(board, cause.finishedAt ?? 0, 'fail_fast', by);
}

/** Ends every unfinished task instance but teardowns: those with a process fail, the others are skipped. */
export function endUnfinished(
  board: RunBoard,
  now: number,
  code: 'fail_fast' | 'run_timed_out' | 'run_failed',
  by: string,
): void {
  for (const cell of board.cells) {
    if (cell.task.isTeardown) continue;
    endCell(board, cell, now, code, by);
  }
}

function endCell(board: RunBoard, cell: Cell, now: number, code: 'fail_fast' | 'run_timed_out' | 'run_failed', by: string): void {
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
