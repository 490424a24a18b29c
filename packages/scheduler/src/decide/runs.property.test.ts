import {
  type AttemptId,
  type AttemptOutcome,
  isFailure,
  isFinished,
  occupiesSlots,
  type PoolName,
} from '@tradewind/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryDag } from '../fixtures/arbitrary-dags.ts';
import { InMemoryTurns } from '../fixtures/in-memory-turns.ts';
import { judgeNaively } from '../fixtures/naive-judge.ts';
import { failure, finished, lost, skipped, success } from '../fixtures/reports.ts';
import { blockOf } from './limits.ts';
import type { Cell, RunBoard } from './run-board.ts';

const POOLS = [
  { name: 'wide' as PoolName, slots: 5, occupied: 0 },
  { name: 'narrow' as PoolName, slots: 2, occupied: 0 },
  { name: 'endless' as PoolName, slots: -1, occupied: 0 },
];
const shape = { mostTasks: 7, pools: POOLS.map(({ name }) => name), mostSlots: 2, withRetries: true };
const OUTCOMES: readonly AttemptOutcome[] = [success, success, failure, skipped, lost];

const world = fc.record({
  dags: fc.tuple(arbitraryDag('one', shape), arbitraryDag('two', shape)),
  runs: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 2 })),
  parallelism: fc.integer({ min: 1, max: 6 }),
  outcomes: fc.infiniteStream(fc.constantFrom(...OUTCOMES)),
  picks: fc.infiniteStream(fc.nat(1000)),
});

test('runs end, limits hold, and incremental decisions agree with judging everything anew', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ dags, runs, parallelism, outcomes, picks }) => {
      const turns = new InMemoryTurns({
        runs: dags.map((dag, index) => ({ dag, runs: runs[index] ?? 0 })),
        pools: POOLS,
        parallelism,
      });
      const watcher = new Watcher(turns);
      let now = 1;
      await turns.turn([], now);
      watcher.check();
      while (turns.executor.held.size > 0 || turns.boards.some(({ state }) => state === 'running')) {
        now += 1;
        const held = [...turns.executor.held.keys()];
        const next = held[(picks.next().value as number) % Math.max(1, held.length)];
        if (next === undefined) throw new Error(`nobody runs, and yet runs are unfinished: ${watcher.describe()}`);
        turns.executor.end(next);
        await turns.turn([finished(next, outcomes.next().value as AttemptOutcome, now)], now);
        watcher.check();
      }
      expect(POOLS.map(({ name }) => turns.ledger.poolOpen(name))).toEqual([5, 2, Number.POSITIVE_INFINITY]);
      expect(turns.ready.lanes).toBe(0);
      for (const board of turns.boards) checkEnd(board);
    }),
    { numRuns: 150 },
  );
});

class Watcher {
  readonly #turns: InMemoryTurns;
  readonly #tries = new Map<AttemptId, Cell>();

  constructor(turns: InMemoryTurns) {
    this.#turns = turns;
  }

  check(): void {
    for (const board of this.#turns.boards) {
      checkCounts(board);
      if (board.state === 'running') for (const cell of board.cells) this.#checkCell(cell);
    }
    this.#checkLimits();
    this.#checkIdleness();
  }

  describe(): string {
    return this.#turns.boards
      .flatMap(({ cells }) => cells.map(({ task, state }) => `${task.taskId}=${state}`))
      .join(' ');
  }

  /** Nothing that the rules decide is left undone, and nothing runs that they forbid. */
  #checkCell(cell: Cell): void {
    const { state, attemptId } = cell;
    if (state === 'none') expect([cell.task.taskId, judgeNaively(cell)]).toEqual([cell.task.taskId, 'wait']);
    if (state === 'scheduled' || occupiesSlots(state)) {
      expect([cell.task.taskId, judgeNaively(cell)]).toEqual([cell.task.taskId, 'run']);
    }
    if (!occupiesSlots(state) || attemptId === null) return;
    expect(this.#tries.get(attemptId) ?? cell).toBe(cell);
    this.#tries.set(attemptId, cell);
  }

  #checkLimits(): void {
    const { boards, ledger, executor } = this.#turns;
    expect(executor.held.size).toBeLessThanOrEqual(executor.parallelism);
    const active = boards.flatMap(({ cells }) => cells.filter(({ state }) => occupiesSlots(state)));
    expect(active.length).toBe(executor.held.size - executor.dying.size);
    for (const { name, slots } of POOLS) {
      const used = active.filter(({ pool }) => pool === name).reduce((sum, { task }) => sum + task.poolSlots, 0);
      if (slots === -1) continue;
      expect(used).toBeLessThanOrEqual(slots);
      expect(ledger.poolOpen(name)).toBe(slots - used);
    }
    for (const board of boards) expect(board.occupied).toBeLessThanOrEqual(board.plan.dag.maxActiveTasks);
    const perTask = Map.groupBy(active, ({ board, task }) => `${board.facts.dagId}/${task.taskId}`);
    for (const cells of perTask.values()) {
      expect(cells.length).toBeLessThanOrEqual(cells[0]?.task.maxActiveTisPerDag ?? cells.length);
    }
  }

  /** While an executor is free, everybody who waits is blocked by a limit, and says by which. */
  #checkIdleness(): void {
    const { boards, ledger, executor, dispatcher } = this.#turns;
    if (executor.slots() === 0) return;
    const around = {
      executorSlots: (name: string | null, queue: string) => dispatcher.slots(name, queue),
      isPaused: () => false,
    };
    for (const { cells, state } of boards) {
      if (state !== 'running') continue;
      for (const cell of cells.filter((one) => one.state === 'scheduled')) {
        expect([cell.task.taskId, blockOf(cell, ledger, around)]).not.toEqual([cell.task.taskId, undefined]);
      }
    }
  }
}

function checkCounts(board: RunBoard): void {
  const { cells, plan } = board;
  expect(board.unfinished).toBe(cells.filter(({ state }) => !isFinished(state)).length);
  expect(board.waiting).toBe(cells.filter(({ state }) => state === 'none').length);
  expect(board.occupied).toBe(cells.filter(({ state }) => occupiesSlots(state)).length);
  for (const [index, counts] of board.upstream.entries()) {
    const states = Array.from(plan.graph.upstream[index] ?? [], (above) => cells[above]?.state);
    const count = (wanted: string): number => states.filter((state) => state === wanted).length;
    const { success: ok, skipped: left, failed, upstreamFailed } = counts;
    expect([ok, left, failed, upstreamFailed]).toEqual(['success', 'skipped', 'failed', 'upstream_failed'].map(count));
  }
}

/** The leaves decide, a teardown counts only when it was told to; failing fast counts every other failure. */
function checkEnd(board: RunBoard): void {
  const { cells, plan } = board;
  expect(cells.filter(({ state }) => !isFinished(state))).toEqual([]);
  const hasFailedLeaf = [...plan.graph.leaves].some((index) => isFailure(cells[index]?.state ?? 'none'));
  const hasFailedFast = plan.dag.failFast && cells.some(({ task, state }) => state === 'failed' && !task.isTeardown);
  const hasFailed = hasFailedLeaf || hasFailedFast;
  expect(board.state).toBe(hasFailed ? 'failed' : 'success');
  expect(board.reason?.code ?? null).toBe(hasFailed ? 'task_failure' : null);
}
