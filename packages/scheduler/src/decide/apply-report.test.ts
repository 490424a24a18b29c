import type { AttemptId, AttemptOutcome } from '@tradewind/model';
import { makeDag, type TaskInput } from '@tradewind/test-support';
import { describe, expect, test } from 'vitest';
import { boardFor } from '../fixtures/in-memory-turns.ts';
import {
  failure,
  finished,
  lost,
  noLuck,
  notStarted,
  returned,
  skipped,
  started,
  success,
} from '../fixtures/reports.ts';
import { applyFinished, applyStarted } from './apply-report.ts';
import { lose } from './lose-attempt.ts';
import { type Cell, moveCell, type RunBoard } from './run-board.ts';

const ATTEMPT = 'attempt' as AttemptId;
const twice = { retry: { retries: 1, retryDelayMs: 1000, backoff: 0, maxRetryDelayMs: null } };

/** The first task of a DAG, queued for its first try. */
function queuedCell(task: Omit<TaskInput, 'id'> = {}, dag: Parameters<typeof makeDag>[2] = {}): Cell {
  const board = boardFor(makeDag('d', [{ id: 'a', ...task }, { id: 'b' }, { id: 'c', after: ['a', 'b'] }], dag));
  const cell = board.cells[0] as Cell;
  moveCell(board, cell, 'dependencies_met');
  cell.tryNumber = 1;
  cell.attemptId = ATTEMPT;
  moveCell(board, cell, 'queued');
  return cell;
}

function apply(cell: Cell, outcome: AttemptOutcome, most = 16): boolean {
  return applyFinished(cell.board, cell, finished(ATTEMPT, outcome, 5000), most);
}

describe('an outcome', () => {
  test.each([
    ['success', success, 'success', null],
    ['a skip', skipped, 'skipped', 'skipped_itself'],
    ['a failure without retries', failure, 'failed', 'attempt_failed'],
    [
      'an attempt that can never be started',
      { ...notStarted, isRetryable: false } as AttemptOutcome,
      'failed',
      'attempt_failed',
    ],
  ])('%s leads on, even when the start was never reported', (_, outcome, state, code) => {
    const cell = queuedCell();
    expect(apply(cell, outcome)).toBe(true);
    expect([cell.state, cell.reason?.code ?? null, cell.finishedAt]).toEqual([state, code, 5000]);
    expect(cell.board.freed).toEqual([cell]);
  });

  test('a failure with a retry left waits for its time, and goes to the history', () => {
    const cell = queuedCell(twice);
    apply(cell, failure);
    expect([cell.state, cell.nextTryAt, cell.attemptId, cell.reason?.code]).toEqual([
      'up_for_retry',
      6000,
      null,
      'retry',
    ]);
    expect(cell.board.superseded).toMatchObject([{ attemptId: ATTEMPT, state: 'failed', tryNumber: 1, error: noLuck }]);
  });

  test('a failure that may not be retried ends the task whatever its retries', () => {
    const cell = queuedCell(twice);
    apply(cell, { ...failure, isRetryable: false } as AttemptOutcome);
    expect(cell.state).toBe('failed');
  });

  test('a result stays in memory when it is small, and is left to the database when it is large', () => {
    const small = queuedCell();
    apply(small, returned(42));
    expect([small.board.results.get(0), small.board.hasAllResults]).toEqual(['42', true]);
    const large = queuedCell();
    apply(large, returned('x'.repeat(70_000)));
    expect([large.board.results.get(0), large.board.hasAllResults]).toEqual([undefined, false]);
    expect(large.board.xcoms).toHaveLength(1);
  });

  test('of a task that ended with its run changes nothing', () => {
    const cell = queuedCell();
    moveCell(cell.board, cell, 'failed_with_run');
    expect(apply(cell, success)).toBe(false);
    expect(cell.state).toBe('failed');
    expect(cell.board.xcoms).toEqual([]);
  });

  test('a late start of a task that ended is ignored', () => {
    const cell = queuedCell();
    apply(cell, success);
    applyStarted(cell.board, cell, started(ATTEMPT, 1));
    expect(cell.state).toBe('success');
  });
});

describe('a lost attempt', () => {
  test('that ran is made again without costing a try', () => {
    const cell = queuedCell();
    applyStarted(cell.board, cell, started(ATTEMPT, 10));
    apply(cell, lost);
    expect([cell.state, cell.maxTries, cell.lostAttempts, cell.startedAt]).toEqual(['none', 1, 1, null]);
    expect(cell.board.superseded).toMatchObject([
      { attemptId: ATTEMPT, state: 'failed', reason: { code: 'attempt_lost' } },
    ]);
    expect(cell.board.touched).toContain(0);
  });

  test('that never started goes back to the queue under the same number', () => {
    const cell = queuedCell();
    apply(cell, lost);
    expect([cell.state, cell.tryNumber, cell.maxTries, cell.attemptId]).toEqual(['scheduled', 1, 0, null]);
    expect(cell.board.superseded).toEqual([]);
    expect(cell.board.ready).toEqual([cell]);
  });

  test('counts as a failure when too many were lost before', () => {
    const cell = queuedCell();
    cell.lostAttempts = 3;
    apply(cell, lost, 3);
    expect([cell.state, cell.reason?.['exitReason']]).toEqual(['failed', 'lost']);
  });

  test('after too many is retried like every failure while tries are left', () => {
    const cell = queuedCell(twice);
    cell.lostAttempts = 3;
    apply(cell, lost, 3);
    expect([cell.state, cell.maxTries]).toEqual(['up_for_retry', 1]);
  });
});

describe('an attempt that could not be started', () => {
  test('is made again after a pause without costing a try, and its history says why', () => {
    const cell = queuedCell();
    apply(cell, notStarted);
    expect([cell.state, cell.nextTryAt, cell.maxTries, cell.lostAttempts]).toEqual(['up_for_retry', 6000, 1, 1]);
    expect(cell.reason).toEqual({ code: 'could_not_start', message: 'no luck', lostAttempts: 1 });
    expect(cell.board.superseded).toMatchObject([
      { attemptId: ATTEMPT, state: 'failed', error: noLuck, reason: { code: 'could_not_start' } },
    ]);
    expect(cell.board.freed).toEqual([cell]);
  });

  test.each([
    [1, 2_000],
    [5, 32_000],
    [15, 60_000],
  ])('after %i losses pauses for %i ms', (lostAttempts, pauseMs) => {
    const cell = queuedCell();
    cell.lostAttempts = lostAttempts;
    apply(cell, notStarted);
    expect(cell.nextTryAt).toBe(5000 + pauseMs);
  });

  test('counts as a failure when too many could not be started before', () => {
    const cell = queuedCell();
    cell.lostAttempts = 3;
    apply(cell, notStarted, 3);
    expect([cell.state, cell.reason]).toEqual([
      'failed',
      { code: 'attempt_failed', exitReason: 'could_not_start', message: 'no luck' },
    ]);
  });

  test('starts over when it was cleared meanwhile', () => {
    const cell = queuedCell();
    applyStarted(cell.board, cell, started(ATTEMPT, 10));
    moveCell(cell.board, cell, 'cleared');
    apply(cell, notStarted);
    expect([cell.state, cell.lostAttempts]).toEqual(['none', 0]);
  });
});

describe('a task that was cleared while it ran', () => {
  test.each([
    ['when it succeeds', success],
    ['when it fails', failure],
    ['when it is lost', lost],
  ])('starts over %s, with one try more', (_, outcome) => {
    const cell = queuedCell();
    applyStarted(cell.board, cell, started(ATTEMPT, 10));
    moveCell(cell.board, cell, 'cleared');
    apply(cell, outcome);
    expect([cell.state, cell.maxTries, cell.attemptId, cell.lostAttempts]).toEqual(['none', 1, null, 0]);
    expect(cell.board.superseded).toMatchObject([{ state: 'failed', reason: { code: 'cleared' } }]);
    expect(cell.board.xcoms).toEqual([]);
  });

  test('starts over when its process is found to be gone', () => {
    const cell = queuedCell();
    applyStarted(cell.board, cell, started(ATTEMPT, 10));
    moveCell(cell.board, cell, 'cleared');
    lose(cell.board, cell, 99);
    expect([cell.state, cell.maxTries]).toEqual(['none', 1]);
  });
});

describe('fail fast', () => {
  const states = ({ cells }: RunBoard): string[] => cells.map(({ state }) => state);

  test('fails what runs and skips what waits, once a task has failed for good', () => {
    const cell = queuedCell(twice, { failFast: true });
    const other = cell.board.cells[1] as Cell;
    moveCell(cell.board, other, 'dependencies_met');
    other.attemptId = 'other' as AttemptId;
    moveCell(cell.board, other, 'queued');
    apply(cell, failure);
    expect(states(cell.board)).toEqual(['up_for_retry', 'queued', 'none']);
    moveCell(cell.board, cell, 'dependencies_met');
    cell.tryNumber = 2;
    cell.attemptId = ATTEMPT;
    moveCell(cell.board, cell, 'queued');
    apply(cell, failure);
    expect(states(cell.board)).toEqual(['failed', 'failed', 'skipped']);
    expect(cell.board.cells.map(({ reason }) => reason?.code)).toEqual(['attempt_failed', 'fail_fast', 'fail_fast']);
  });
});
