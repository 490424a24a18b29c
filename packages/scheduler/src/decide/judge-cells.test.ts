import type { TaskInstanceState } from '@tradewind/model';
import { makeDag, type TaskInput } from '@tradewind/test-support';
import { describe, expect, test } from 'vitest';
import { boardFor } from '../fixtures/in-memory-turns.ts';
import { judgeTouched, touchAll } from './judge-cells.ts';
import { type Cell, moveCell, type RunBoard } from './run-board.ts';

/** A run in which tasks stand as `states` say; the others are judged. */
function judged(tasks: readonly TaskInput[], states: Readonly<Record<string, TaskInstanceState>>, rest = {}): RunBoard {
  const board = boardFor(makeDag('d', tasks, rest));
  for (const cell of board.cells) {
    const state = states[cell.task.taskId];
    if (state === 'upstream_failed') moveCell(board, cell, 'rule_upstream_failed');
    else if (state !== undefined) moveCell(board, cell, `marked_${state as 'success' | 'failed' | 'skipped'}`);
  }
  touchAll(board);
  judgeTouched(board, 100);
  return board;
}

const last = (board: RunBoard): Cell => board.cells.at(-1) as Cell;

describe('the reason of a task that does not run', () => {
  const pair = (triggerRule: TaskInput['triggerRule']): TaskInput[] => [
    { id: 'a' },
    { id: 'b' },
    { id: 'c', after: ['a', 'b'], ...(triggerRule === undefined ? {} : { triggerRule }) },
  ];
  test.each([
    ['all_success', { a: 'failed', b: 'success' }, 'upstream_failed', ['a']],
    ['all_success', { a: 'success', b: 'skipped' }, 'skipped', ['b']],
    ['all_failed', { a: 'success' }, 'skipped', ['a']],
    ['all_skipped', { b: 'upstream_failed' }, 'skipped', ['b']],
    ['one_success', { a: 'failed', b: 'upstream_failed' }, 'upstream_failed', ['a', 'b']],
    ['one_success', { a: 'failed', b: 'skipped' }, 'upstream_failed', ['a']],
    ['one_success', { a: 'skipped', b: 'skipped' }, 'skipped', ['a', 'b']],
    ['one_failed', { a: 'success', b: 'skipped' }, 'skipped', ['a', 'b']],
    ['one_done', { a: 'skipped', b: 'upstream_failed' }, 'skipped', ['a', 'b']],
    ['none_skipped', { a: 'skipped' }, 'skipped', ['a']],
  ] as const)('%s over %j names who decided', (rule, states, state, upstream) => {
    const cell = last(judged(pair(rule), states));
    expect(cell.state).toBe(state);
    expect(cell.reason).toEqual({ code: 'trigger_rule', rule, upstream });
  });

  test('names five at most', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ id: `t${index}` }));
    const failed = Object.fromEntries(many.map(({ id }) => [id, 'failed' as const]));
    const board = judged([...many, { id: 'end', after: many.map(({ id }) => id) }], failed);
    expect(last(board).reason?.['upstream']).toHaveLength(5);
  });

  test.each([
    ['failed', 'upstream_failed'],
    ['skipped', 'skipped'],
  ] as const)('names a setup that is %s, though other tasks stand between', (state, outcome) => {
    const tasks: TaskInput[] = [
      { id: 'create', isSetup: true },
      { id: 'middle', after: ['create'], setups: ['create'] as never, triggerRule: 'all_done' },
      { id: 'end', after: ['middle'], setups: ['create'] as never, triggerRule: 'all_done' },
    ];
    const board = judged(tasks, { create: state });
    expect(board.cells.map((cell) => cell.state)).toEqual([state, outcome, outcome]);
    expect(last(board).reason).toEqual({ code: 'setup_failed', setups: ['create'] });
  });
});

describe('dates of a task', () => {
  const dated = (dates: { startDate?: string; endDate?: string }): Cell => last(judged([{ id: 'a', ...dates }], {}));

  test('let it run on both of its days', () => {
    const date = '2026-01-01T00:00:00Z';
    expect(dated({ startDate: date, endDate: date }).state).toBe('scheduled');
  });

  test.each([{ startDate: '2026-01-02T00:00:00Z' }, { endDate: '2025-12-31T00:00:00Z' }])('%j skips it', (dates) => {
    const cell = dated(dates);
    expect([cell.state, cell.reason?.code]).toEqual(['skipped', 'outside_dates']);
  });
});

describe('a retry', () => {
  test('waits for its time, and goes when it has come', () => {
    const board = judged([{ id: 'a' }], {});
    const cell = last(board);
    cell.attemptId = 'attempt' as never;
    moveCell(board, cell, 'queued');
    cell.nextTryAt = 200;
    moveCell(board, cell, 'failed_with_retry');
    touchAll(board);
    judgeTouched(board, 199);
    expect(cell.state).toBe('up_for_retry');
    touchAll(board);
    judgeTouched(board, 200);
    expect([cell.state, cell.tryNumber, cell.nextTryAt]).toEqual(['scheduled', 2, null]);
  });
});
