import type { AttemptId } from '@tradewind/model';
import { makeDag, type TaskInput } from '@tradewind/test-support';
import { describe, expect, test } from 'vitest';
import { boardFor } from '../fixtures/in-memory-turns.ts';
import { finished, success } from '../fixtures/reports.ts';
import { applyFinished } from './apply-report.ts';
import { endRunIfDone, timeOutRun } from './end-run.ts';
import { judgeTouched, touchAll } from './judge-cells.ts';
import { type Cell, moveCell, type RunBoard } from './run-board.ts';

function run(tasks: readonly TaskInput[], rest: Parameters<typeof makeDag>[2] = {}): RunBoard {
  const board = boardFor(makeDag('d', tasks, rest));
  touchAll(board);
  judgeTouched(board, 0);
  return board;
}

function cellOf(board: RunBoard, taskId: string): Cell {
  return board.cells.find(({ task }) => task.taskId === taskId) as Cell;
}

function queue(board: RunBoard, taskId: string): Cell {
  const cell = cellOf(board, taskId);
  cell.attemptId = taskId as AttemptId;
  moveCell(board, cell, 'queued');
  return cell;
}

function succeed(board: RunBoard, taskId: string): void {
  applyFinished(board, cellOf(board, taskId), finished(taskId as AttemptId, success));
  judgeTouched(board, 0);
}

const states = (board: RunBoard): Record<string, string> =>
  Object.fromEntries(board.cells.map(({ task, state }) => [task.taskId, state]));

describe('a run', () => {
  test('without tasks succeeds', () => {
    const board = run([]);
    expect(endRunIfDone(board, board.startedAt + 7)).toBe(true);
    expect([board.state, board.finishedAt]).toEqual(['success', board.startedAt + 7]);
  });

  test('of empty tasks is over at once', () => {
    const board = run([
      { id: 'a', isEmpty: true },
      { id: 'b', isEmpty: true, after: ['a'] },
    ]);
    expect(endRunIfDone(board, 7)).toBe(true);
    expect(states(board)).toEqual({ a: 'success', b: 'success' });
  });

  test('goes on while a task is left', () => {
    const board = run([{ id: 'a' }]);
    expect(endRunIfDone(board, 7)).toBe(false);
  });

  test('whose tasks all wait for nothing that could come is deadlocked', () => {
    const board = run([{ id: 'a' }, { id: 'b', after: ['a'] }]);
    moveCell(board, cellOf(board, 'a'), 'task_removed');
    moveCell(board, cellOf(board, 'a'), 'task_restored');
    board.touched.length = 0;
    expect(endRunIfDone(board, 7)).toBe(true);
    expect([board.state, board.reason]).toEqual(['failed', { code: 'all_tasks_deadlocked', tasks: ['a', 'b'] }]);
  });
});

describe('a run that timed out', () => {
  test('fails at once, and skips what is unfinished', () => {
    const board = run([{ id: 'a' }, { id: 'b' }, { id: 'c', after: ['a', 'b'] }], { dagRunTimeoutMs: 1000 });
    queue(board, 'a');
    timeOutRun(board, 1000);
    judgeTouched(board, 1000);
    expect(endRunIfDone(board, 1000)).toBe(true);
    expect(states(board)).toEqual({ a: 'skipped', b: 'skipped', c: 'skipped' });
    expect([board.state, board.reason]).toEqual(['failed', { code: 'run_timed_out', timeoutMs: 1000 }]);
    expect(board.freed).toHaveLength(1);
  });

  const cluster: readonly TaskInput[] = [
    { id: 'create', isSetup: true },
    { id: 'work', after: ['create'], setups: ['create'] as never },
    { id: 'destroy', isTeardown: true, after: ['create', 'work'], triggerRule: 'all_done_setup_success' },
  ];

  test('lets its teardowns finish before it fails', () => {
    const board = run(cluster, { dagRunTimeoutMs: 1000 });
    queue(board, 'create');
    succeed(board, 'create');
    queue(board, 'work');
    timeOutRun(board, 1000);
    judgeTouched(board, 1000);
    expect(states(board)).toEqual({ create: 'success', work: 'skipped', destroy: 'scheduled' });
    expect(endRunIfDone(board, 1000)).toBe(false);
    queue(board, 'destroy');
    succeed(board, 'destroy');
    const endedAt = board.startedAt + 1500;
    expect(endRunIfDone(board, endedAt)).toBe(true);
    expect([board.state, board.finishedAt, board.reason?.code]).toEqual(['failed', endedAt, 'run_timed_out']);
  });

  test('has nothing to tear down when its setup never ran', () => {
    const board = run(cluster, { dagRunTimeoutMs: 1000 });
    timeOutRun(board, 1000);
    judgeTouched(board, 1000);
    expect(endRunIfDone(board, 1000)).toBe(true);
    expect(states(board)).toEqual({ create: 'skipped', work: 'skipped', destroy: 'skipped' });
  });

  test('times out once', () => {
    const board = run(cluster, { dagRunTimeoutMs: 1000 });
    timeOutRun(board, 1000);
    board.changed.clear();
    timeOutRun(board, 2000);
    expect(board.changed.size).toBe(0);
  });
});
