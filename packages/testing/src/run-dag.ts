/**
 * Runs a DAG in memory.
 *
 * The scheduler's own decisions say what runs when, and the worker's own code runs it, so that a test sees the states,
 * skips and retries of production. Only three things are different: tasks run one after another, in the order of their
 * priority; the clock is virtual, so that nobody waits for a retry; and nothing is stored.
 */
import { type BundleVersionId, type DagVersionId, isFinished, RETURN_VALUE } from '@tradewind/model';
import {
  applyFinished,
  applyStarted,
  type Cell,
  compilePlan,
  createBoard,
  endRunIfDone,
  judgeTouched,
  moveCell,
  type RunBoard,
  timeOutRun,
  touchAll,
} from '@tradewind/scheduler/decide';
import type { DagDefinition } from '@tradewind/sdk';
import type { LogEntry } from '@tradewind/sdk/runtime';
import { DagRun } from './dag-run.ts';
import { RunStuckError } from './errors.ts';
import { RunMemory } from './memory-services.ts';
import { planRun } from './plan-run.ts';
import { runCell } from './run-cell.ts';
import type { RunOptions } from './run-options.ts';
import { stubTasks } from './stub-tasks.ts';

/**
 * Runs a DAG once, in this process and in milliseconds, and tells how it went.
 *
 * Tasks run one after another. Retries happen at once, on a virtual clock. Connections and variables are those of the
 * options, and no others.
 *
 * @throws {TaskUnknownError} {RunOptionInvalidError} when the options make no sense. What a task throws is its failure.
 * @example
 * const extract = task('extract', async () => [1, 2, 3]);
 * const total = task('total', (numbers: number[]) => numbers.reduce((sum, each) => sum + each, 0));
 * const sums = dag('sums', { schedule: '@daily', startDate: '2026-01-01' }, () => total(extract()));
 *
 * const run = await runDag(sums, { logicalDate: '2026-03-01', stubs: { extract: () => [5] } });
 * expect(run.state).toBe('success');
 * expect(run.output(total)).toBe(5);
 */
export async function runDag<Params, Result>(
  dag: DagDefinition<Params, Result>,
  options: RunOptions<Params> = {},
): Promise<DagRun<Result>> {
  const stubbed = stubTasks(dag, options.stubs);
  const serialized = dag.serialize();
  const facts = planRun(serialized, options);
  const code = { bundleVersion: '' as BundleVersionId, file: '' };
  const plan = compilePlan('' as DagVersionId, serialized, code);
  const board = createBoard({ facts, plan, startedAt: facts.startedAt ?? facts.runAfterAt, revision: 0 });
  const memory = new RunMemory(facts, options);
  const run = new RunInMemory(stubbed, board, memory);
  await run.toEnd();
  return new DagRun<Result>({ dag, board, memory, logs: run.logs });
}

class RunInMemory {
  readonly logs = new Map<string, LogEntry[]>();
  readonly #dag: DagDefinition;
  readonly #board: RunBoard;
  readonly #memory: RunMemory;
  #now: number;

  constructor(dag: DagDefinition, board: RunBoard, memory: RunMemory) {
    this.#dag = dag;
    this.#board = board;
    this.#memory = memory;
    this.#now = board.startedAt;
  }

  async toEnd(): Promise<void> {
    const board = this.#board;
    touchAll(board);
    while (board.state === 'running') {
      judgeTouched(board, this.#now);
      const next = takeNext(board);
      if (next !== undefined) await this.#attempt(next);
      else if (!endRunIfDone(board, this.#now)) this.#wait();
    }
  }

  async #attempt(cell: Cell): Promise<void> {
    const board = this.#board;
    const at = this.#now;
    moveCell(board, cell, 'queued');
    applyStarted(board, cell, { kind: 'started', attemptId: ATTEMPT, at, worker: WORKER });
    const { taskId } = cell.task;
    const log = this.logs.get(taskId) ?? [];
    this.logs.set(taskId, log);
    const clock = (): number => this.#now;
    const answer = await runCell(this.#dag, cell, this.#memory, { log, clock });
    const report = { kind: 'finished', attemptId: ATTEMPT, startedAt: at, at, worker: WORKER, usage: null } as const;
    applyFinished(board, cell, { ...report, ...answer }, 0);
    const { outcome } = answer;
    if (outcome.kind !== 'success') return;
    if (outcome.result !== undefined) this.#memory.storeXCom(taskId, RETURN_VALUE, outcome.result);
    for (const [key, value] of Object.entries(outcome.xcoms ?? {})) this.#memory.storeXCom(taskId, key, value);
  }

  /** Moves the clock on to the next retry, or to the end of the time that the run has. */
  #wait(): void {
    const board = this.#board;
    const waiting = board.cells.filter(({ state }) => state === 'up_for_retry');
    if (waiting.length === 0) throw new RunStuckError(board.facts.dagId, unfinishedTasks(board));
    const nextAt = Math.min(...waiting.map(({ nextTryAt }) => nextTryAt ?? this.#now));
    const { dagRunTimeoutMs } = board.plan.dag;
    const endAt =
      dagRunTimeoutMs === null || board.isTimedOut ? Number.POSITIVE_INFINITY : board.startedAt + dagRunTimeoutMs;
    if (nextAt >= endAt) {
      this.#now = endAt;
      return timeOutRun(board, endAt);
    }
    this.#now = nextAt;
    board.touched.push(...waiting.map(({ index }) => index));
  }
}

function unfinishedTasks({ cells }: RunBoard): readonly string[] {
  return cells.filter(({ state }) => !isFinished(state)).map(({ task, state }) => `"${task.taskId}" (${state})`);
}

const ATTEMPT = 'attempt' as Parameters<typeof applyStarted>[2]['attemptId'];
const WORKER = 'test';

/** The ready cell with the highest priority; of equals the one that is declared first. */
function takeNext(board: RunBoard): Cell | undefined {
  let best: Cell | undefined;
  for (const cell of board.ready) {
    if (cell.state !== 'scheduled') continue;
    const isBefore =
      best === undefined ||
      cell.priority > best.priority ||
      (cell.priority === best.priority && cell.index < best.index);
    if (isBefore) best = cell;
  }
  if (best === undefined) board.ready.length = 0;
  else board.ready.splice(board.ready.indexOf(best), 1);
  return best;
}
