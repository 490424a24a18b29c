import type { DagRunKey, RunId, TaskInstanceState } from '@tradewind/model';
import { makeDag, type TaskInput } from '@tradewind/test-support';
import { describe, expect, test } from 'vitest';
import { boardFor } from '../fixtures/in-memory-turns.ts';
import { judgePast, pastOf } from './past.ts';
import { type Cell, moveCell } from './run-board.ts';

type States = Readonly<Record<string, TaskInstanceState>>;

function verdictOf(
  task: Omit<TaskInput, 'id'>,
  previous: States | null,
  dag: Parameters<typeof makeDag>[2] = {},
): unknown {
  const board = boardFor(
    makeDag(
      'd',
      [
        { id: 'a', ...task },
        { id: 'b', after: ['a'] },
        { id: 'c', after: ['b'] },
      ],
      dag,
    ),
    3,
  );
  if (previous !== null) {
    const stateOf = (taskId: string): TaskInstanceState | null => previous[taskId] ?? null;
    board.previous = { dagRunKey: 'p' as DagRunKey, runId: 'earlier' as RunId, stateOf };
  }
  const verdict = judgePast(board.cells[0] as Cell);
  return verdict.kind === 'free' ? 'free' : verdict.reason;
}

const depends = { dependsOnPast: true };
const waits = { dependsOnPast: true, waitForDownstream: true };

describe('depends_on_past', () => {
  test.each([
    ['a task that does not ask', {}, { a: 'failed' }, 'free'],
    ['the first run of all', depends, null, 'free'],
    ['success before', depends, { a: 'success' }, 'free'],
    ['a skip before', depends, { a: 'skipped' }, 'free'],
    ['a task that is new', depends, { b: 'success' }, 'free'],
  ] as const)('%s lets it run', (_, task, previous, expected) => {
    expect(verdictOf(task, previous)).toBe(expected);
  });

  test.each(['failed', 'upstream_failed', 'running', 'none', 'up_for_retry'] as const)(
    '%s before holds it',
    (state) => {
      expect(verdictOf(depends, { a: state })).toEqual({
        code: 'depends_on_past',
        runId: 'earlier',
        taskId: 'a',
        state,
      });
    },
  );

  test('holds a new task that may not ignore its first run', () => {
    expect(verdictOf({ ...depends, ignoreFirstDependsOnPast: false }, { b: 'success' })).toMatchObject({
      state: 'absent',
    });
  });

  test('does not hold the run of the start date', () => {
    expect(verdictOf(depends, { a: 'failed' }, { startDate: '2026-01-04T00:00:00Z' })).toBe('free');
  });
});

describe('wait_for_downstream', () => {
  test('holds while a direct downstream task of the run before has not gone well', () => {
    expect(verdictOf(waits, { a: 'success', b: 'running' })).toMatchObject({
      code: 'wait_for_downstream',
      taskId: 'b',
    });
    expect(verdictOf(waits, { a: 'success', b: 'failed' })).toMatchObject({ code: 'wait_for_downstream', taskId: 'b' });
  });

  test('asks only for the direct ones', () => {
    expect(verdictOf(waits, { a: 'success', b: 'success', c: 'failed' })).toBe('free');
  });

  test('asks for the task itself first', () => {
    expect(verdictOf(waits, { a: 'failed', b: 'success' })).toMatchObject({ code: 'depends_on_past' });
  });
});

test('a run that ended is remembered by its states, not by its board', () => {
  const board = boardFor(makeDag('d', [{ id: 'a' }]));
  moveCell(board, board.cells[0] as Cell, 'marked_success');
  const past = pastOf(board);
  moveCell(board, board.cells[0] as Cell, 'marked_failed');
  expect([past.stateOf('a'), past.stateOf('b'), past.runId]).toEqual(['success', null, 'run-0']);
});
