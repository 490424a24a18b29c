import type { DagId, PoolName } from '@tradewind/model';
import { makeDag } from '@tradewind/test-support';
import { beforeEach, describe, expect, test } from 'vitest';
import { boardFor } from '../fixtures/in-memory-turns.ts';
import { limitKeys } from './limits.ts';
import { type QueueSurroundings, ReadyQueue } from './ready-queue.ts';
import { type Cell, moveCell, type RunBoard } from './run-board.ts';
import { SlotLedger } from './slot-ledger.ts';

let queue: ReadyQueue;
let ledger: SlotLedger;
let paused: Set<DagId>;
let blocked: Cell[];
let around: QueueSurroundings;

beforeEach(() => {
  queue = new ReadyQueue();
  ledger = new SlotLedger();
  paused = new Set();
  blocked = [];
  ledger.loadPools([
    { name: 'default_pool' as PoolName, slots: 100, occupied: 0 },
    { name: 'dwh' as PoolName, slots: 4, occupied: 0 },
  ]);
  around = {
    hasFreeExecutor: () => true,
    executorSlots: (name, of) => (name === 'elsewhere' ? null : name === 'full' || of === 'gpu' ? 0 : 100),
    isServed: (_name, of) => of !== 'gpu',
    isPaused: (dagId) => paused.has(dagId),
    onBlocked: (cell) => void blocked.push(cell),
  };
});

/** Schedules the tasks of a run. */
function add(board: RunBoard): RunBoard {
  for (const cell of board.cells) {
    moveCell(board, cell, 'dependencies_met');
    queue.add(cell);
  }
  return board;
}

/** Takes candidates until none is let through. */
function takeAll(): Cell[] {
  const taken: Cell[] = [];
  for (let cell = queue.next(ledger, around); cell !== undefined; cell = queue.next(ledger, around)) {
    cell.attemptId = `attempt-${cell.index}` as never;
    moveCell(cell.board, cell, 'queued');
    ledger.take(cell);
    taken.push(cell);
  }
  return taken;
}

function free(cell: Cell): void {
  moveCell(cell.board, cell, 'failed_for_good');
  ledger.free(cell);
  queue.releasePool(cell.pool, ledger.poolOpen(cell.pool), cell.task.poolSlots);
  queue.release(limitKeys.run(cell.board), 1);
}

const names = (cells: readonly Cell[]): string[] =>
  cells.map(({ board, task }) => `${board.facts.dagId}.${task.taskId}`);
const tasks = (count: number, rest: object = {}): { id: string }[] =>
  Array.from({ length: count }, (_, index) => ({ id: `t${index}`, ...rest }));

describe('the order', () => {
  test('is by priority first, whichever DAG asks', () => {
    add(boardFor(makeDag('low', tasks(1, { priorityWeight: 1 }))));
    add(boardFor(makeDag('high', tasks(1, { priorityWeight: 9 }))));
    expect(names(takeAll())).toEqual(['high.t0', 'low.t0']);
  });

  test('takes turns between DAGs of one priority', () => {
    add(boardFor(makeDag('greedy', tasks(4))));
    add(boardFor(makeDag('modest', tasks(2))));
    expect(names(takeAll())).toEqual(['greedy.t0', 'modest.t0', 'greedy.t1', 'modest.t1', 'greedy.t2', 'greedy.t3']);
  });

  test('takes turns between DAGs whose candidates stand in several lanes', () => {
    const dag = makeDag('greedy', [
      ...tasks(2),
      { id: 'd0', pool: 'dwh' as PoolName },
      { id: 'd1', pool: 'dwh' as PoolName },
    ]);
    add(boardFor(dag));
    add(boardFor(makeDag('modest', tasks(2))));
    const order = names(takeAll()).map((name) => name.split('.')[0]);
    expect(order.slice(0, 4)).toEqual(['greedy', 'modest', 'greedy', 'modest']);
  });

  test('inside a DAG puts the older run first, then the order of the tasks', () => {
    const dag = makeDag('daily', tasks(2));
    add(boardFor(dag, 5));
    add(boardFor(dag, 2));
    expect(takeAll().map(({ board, index }) => [board.facts.runId, index])).toEqual([
      ['run-2', 0],
      ['run-2', 1],
      ['run-5', 0],
      ['run-5', 1],
    ]);
  });
});

describe('a limit', () => {
  test('of a pool holds back its own candidates and nobody else', () => {
    add(boardFor(makeDag('loads', tasks(6, { pool: 'dwh', priorityWeight: 9 }))));
    add(boardFor(makeDag('other', tasks(1))));
    expect(names(takeAll())).toEqual(['loads.t0', 'loads.t1', 'loads.t2', 'loads.t3', 'other.t0']);
    expect(queue.awaitedPools).toEqual(['dwh']);
  });

  test('of a run holds back that run alone', () => {
    const dag = makeDag('narrow', tasks(3), { maxActiveTasks: 1 });
    add(boardFor(dag, 0));
    add(boardFor(dag, 1));
    expect(takeAll().map(({ board, index }) => [board.facts.runId, index])).toEqual([
      ['run-0', 0],
      ['run-1', 0],
    ]);
  });

  test('of a task counts over all runs, and leaves the other tasks alone', () => {
    const dag = makeDag('limited', [{ id: 'one', maxActiveTisPerDag: 1 }, { id: 'free' }]);
    add(boardFor(dag, 0));
    add(boardFor(dag, 1));
    expect(takeAll().map(({ board, task }) => [board.facts.runId, task.taskId])).toEqual([
      ['run-0', 'one'],
      ['run-0', 'free'],
      ['run-1', 'free'],
    ]);
  });

  test('gives a freed slot to the candidate that goes first', () => {
    add(boardFor(makeDag('loads', tasks(4, { pool: 'dwh' }))));
    const [first] = takeAll();
    add(boardFor(makeDag('late', tasks(1, { pool: 'dwh', priorityWeight: 5 }))));
    add(boardFor(makeDag('later', tasks(1, { pool: 'dwh' }))));
    expect(takeAll()).toEqual([]);
    free(first as Cell);
    expect(names(takeAll())).toEqual(['late.t0']);
  });

  test('lets small requests pass one that is too large for what is free', () => {
    add(boardFor(makeDag('loads', tasks(4, { pool: 'dwh' }))));
    const held = takeAll();
    add(boardFor(makeDag('big', tasks(1, { pool: 'dwh', poolSlots: 3, priorityWeight: 9 }))));
    add(boardFor(makeDag('never', tasks(1, { pool: 'dwh', poolSlots: 7, priorityWeight: 10 }))));
    add(boardFor(makeDag('small', tasks(3, { pool: 'dwh' }))));
    expect(takeAll()).toEqual([]);
    const chosen = held.map((cell) => {
      free(cell);
      return names(takeAll());
    });
    expect(chosen).toEqual([['small.t0'], ['small.t1'], ['small.t2'], []]);
  });

  test('that turns a candidate away passes the slot on to the next one', () => {
    const mixed = [{ id: 'a' }, { id: 'b', pool: 'dwh' as PoolName, priorityWeight: 5 }, { id: 'c' }];
    add(boardFor(makeDag('filler', tasks(4, { pool: 'dwh' }))));
    const filler = takeAll();
    const board = add(boardFor(makeDag('mixed', mixed, { maxActiveTasks: 1 })));
    expect(names(takeAll())).toEqual(['mixed.a']);
    // The slot of the run goes to `b`, whose pool is full, and so on to `c`.
    free(board.cells[0] as Cell);
    expect(names(takeAll())).toEqual(['mixed.c']);
    expect(filler).toHaveLength(4);
  });
});

describe('a blocked candidate', () => {
  test.each([
    ['paused', tasks(1), 'dag_paused'],
    ['nowhere', tasks(1, { executor: 'elsewhere' }), 'executor_unknown'],
    ['busy', tasks(1, { executor: 'full' }), 'waiting_for_executor'],
    ['deserted', tasks(1, { queue: 'gpu' }), 'no_worker_for_queue'],
    ['homeless', tasks(1, { pool: 'unheard_of' }), 'pool_missing'],
    ['oversized', tasks(1, { pool: 'dwh', poolSlots: 5 }), 'pool_too_small'],
  ])('of DAG "%s" carries the reason', (dagId, list, code) => {
    paused.add('paused' as DagId);
    const board = add(boardFor(makeDag(dagId, list)));
    expect(takeAll()).toEqual([]);
    expect(board.cells[0]?.reason?.code).toBe(code);
    expect(blocked).toHaveLength(1);
  });

  test('is told once, not at every look', () => {
    add(boardFor(makeDag('loads', tasks(5, { pool: 'dwh' }))));
    takeAll();
    queue.releaseAll('');
    takeAll();
    expect(blocked).toHaveLength(1);
  });

  test('hides no candidate of another queue in the same run', () => {
    add(boardFor(makeDag('both', [...tasks(1, { queue: 'gpu' }), ...tasks(2).slice(1)])));
    expect(names(takeAll())).toEqual(['both.t1']);
  });

  test('of a DAG that is paused no longer goes on', () => {
    paused.add('resting' as DagId);
    add(boardFor(makeDag('resting', tasks(2))));
    expect(takeAll()).toEqual([]);
    paused.clear();
    queue.releaseAll('dag:resting');
    expect(names(takeAll())).toEqual(['resting.t0', 'resting.t1']);
  });

  test('of a forgotten run is gone, wherever it stood', () => {
    const open = add(boardFor(makeDag('open', tasks(2))));
    const parked = add(boardFor(makeDag('parked', tasks(9, { pool: 'dwh' }))));
    around = { ...around, hasFreeExecutor: () => false };
    takeAll();
    around = { ...around, hasFreeExecutor: () => true };
    queue.forget(open);
    takeAll();
    queue.forget(parked);
    expect(queue.lanes).toBe(0);
    queue.releaseAll('');
    expect(takeAll()).toEqual([]);
  });

  test('that was cleared meanwhile is passed over', () => {
    const board = add(boardFor(makeDag('edited', tasks(3))));
    moveCell(board, board.cells[0] as Cell, 'cleared');
    expect(names(takeAll())).toEqual(['edited.t1', 'edited.t2']);
  });
});
