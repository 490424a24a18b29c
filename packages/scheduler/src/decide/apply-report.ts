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
  occupiesSlots,
  RETURN_VALUE,
  SKIPPED_TASKS,
  tasksToSkip,
} from '@tradewind/model';
import { endUnfinished } from './end-unfinished.ts';
import { lose, postpone, restart, supersede } from './lose-attempt.ts';
import { reason } from './reason-codes.ts';
import { type Cell, moveCell, type RunBoard } from './run-board.ts';

/** How many attempts of a task instance may by default be lost, or not be started, without counting as tries. */
export const MAX_LOST_ATTEMPTS = 16;

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

/**
 * Takes over how an attempt ended. Returns false, and changes nothing, when the cell ended before it: the run failed fast
 * or timed out meanwhile.
 *
 * @param maxLostAttempts how many attempts may be lost, or not be started, without counting as tries of the task.
 */
export function applyFinished(
  board: RunBoard,
  cell: Cell,
  report: Finished,
  maxLostAttempts: number = MAX_LOST_ATTEMPTS,
): boolean {
  if (!occupiesSlots(cell.state)) return false;
  const { outcome, usage } = report;
  cell.startedAt = report.startedAt ?? cell.startedAt;
  // A clock that was set back meanwhile lets nothing end before it began.
  cell.finishedAt = Math.max(report.at, cell.startedAt ?? report.at);
  cell.worker = report.worker ?? cell.worker;
  cell.cpuMs = usage?.cpuMs ?? null;
  cell.peakMemoryMb = usage?.peakMemoryMb ?? null;
  cell.rendered = report.rendered;
  if (cell.state === 'restarting') restart(board, cell);
  else if (cell.lostAttempts >= maxLostAttempts || !makeAgain(board, cell, outcome, report.at)) {
    conclude(board, cell, outcome, report.at);
  }
  return true;
}

/** Has an attempt made again that its task could do nothing about. Returns false when the task has to answer for the outcome. */
function makeAgain(board: RunBoard, cell: Cell, outcome: AttemptOutcome, at: number): boolean {
  if (outcome.kind !== 'failed') return false;
  const { exitReason, isRetryable, error } = outcome;
  if (exitReason === 'lost') lose(board, cell, at);
  else if (exitReason === 'could_not_start' && isRetryable) postpone(board, cell, error, at);
  else return false;
  return true;
}

function conclude(board: RunBoard, cell: Cell, outcome: AttemptOutcome, at: number): void {
  if (cell.state === 'queued' && outcome.kind !== 'failed') moveCell(board, cell, 'started');
  switch (outcome.kind) {
    case 'success':
      return succeed(board, cell, outcome);
    case 'failed':
      return fail(board, cell, outcome, at);
    case 'skipped':
      cell.error = null;
      cell.reason = reason('skipped_itself', { message: outcome.reason });
      moveCell(board, cell, 'task_skipped');
  }
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
  const taskIds = Array.from(excluded, (index) => dag.tasks[index]?.taskId ?? '');
  board.xcoms.push({ cell, key: SKIPPED_TASKS, value: encodeValue({ skipped: taskIds }) });
}

function fail(board: RunBoard, cell: Cell, failure: Failure, at: number): void {
  cell.error = failure.error;
  const { task, tryNumber, maxTries } = cell;
  const facts = { exitReason: failure.exitReason ?? null, message: failure.error.message };
  const mayRetry = failure.isRetryable && isEligibleForRetry({ retries: task.retry.retries, tryNumber, maxTries });
  if (!mayRetry) {
    cell.reason = reason('attempt_failed', facts);
    moveCell(board, cell, 'failed_for_good');
    if (board.plan.dag.failFast) endUnfinished(board, at, 'fail_fast', task.taskId);
    return;
  }
  const nextTryAt = nextTryOf(cell, failure, at);
  cell.reason = reason('attempt_failed', facts);
  supersede(board, cell);
  cell.nextTryAt = nextTryAt;
  cell.reason = reason('retry', { ...facts, tryNumber });
  moveCell(board, cell, 'failed_with_retry');
  board.touched.push(cell.index);
}

function nextTryOf(cell: Cell, failure: Failure, at: number): number {
  const { dagId, runId, logicalDateAt } = cell.board.facts;
  const { task, mapIndex, tryNumber } = cell;
  const attempt = { dagId, taskId: task.taskId, runId, mapIndex, logicalDateAt, tryNumber };
  return nextRetryAt(task.retry, attempt, at, failure.retryInMs);
}
