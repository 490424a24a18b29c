/** Loads what decides over one task instance, and explains it. */
import { type DagId, type RunId, type TaskId, UNMAPPED, wallClock } from '@tradewind/model';
import {
  countActiveInstances,
  type DagRunRow,
  type Database,
  findDagRun,
  readDagStanding,
  readPools,
  readPoolUsage,
} from '@tradewind/store';
import { explain } from '../decide/explain/explain.ts';
import type { Explanation, PoolSituation, RunSituation } from '../decide/explain/gate.ts';
import type { Cell, RunBoard } from '../decide/run-board.ts';
import { TaskInstanceUnknownError } from '../errors.ts';
import { RunLoader } from './run-loader.ts';

export interface ExplainTarget {
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly taskId: TaskId;
  /** @default -1, for a task that is not mapped */
  readonly mapIndex?: number;
}

/** Holders of a full pool that are named at most. */
const MOST_HOLDERS = 10;

/**
 * Why a task instance is in its state, and what stands between it and a worker, from the database alone.
 *
 * @param now milliseconds since the epoch.
 * @throws {TaskInstanceUnknownError} when there is no such run or no such task in it.
 */
export async function explainTaskInstance(
  database: Database,
  { dagId, runId, taskId, mapIndex = UNMAPPED }: ExplainTarget,
  now: number = wallClock(),
): Promise<Explanation> {
  const run = await findDagRun(database, dagId, runId);
  const board = run === null ? undefined : await loadBoard(database, run);
  const cell = board?.cells.find((one) => one.task.taskId === taskId && one.mapIndex === mapIndex);
  if (run === null || cell === undefined) throw new TaskInstanceUnknownError({ dagId, runId, taskId });
  const dag = await readDagStanding(database, dagId, run.dagRunKey);
  if (dag === null) throw new TaskInstanceUnknownError({ dagId, runId, taskId });
  const { runningCount, runningRunIds, queuedAhead, importError } = dag;
  const { state, reason, queuedAt, finishedAt } = run;
  const situation: RunSituation = { state, reason, queuedAt, finishedAt, runningCount, runningRunIds, queuedAhead };
  return explain({
    now,
    cell,
    dag: { ...dag, importError: importError === null ? null : { ...importError } },
    run: situation,
    pool: await readPool(database, cell),
    activeOfTask: await countActiveInstances(database, dagId, taskId),
  });
}

/** The run as its scheduler would have it in memory; undefined when its version cannot be read. */
async function loadBoard(database: Database, run: DagRunRow): Promise<RunBoard | undefined> {
  const loader = new RunLoader(database);
  const { dagVersionId: versionId } = run;
  const plan = (await loader.plans([versionId], () => undefined)).get(versionId);
  if (plan === undefined) return undefined;
  const startedAt = run.startedAt ?? run.runAfterAt;
  const row = { ...run, versionId, revision: 0 };
  const [board] = await loader.loadBoards([{ row, plan, startedAt }]);
  if (board === undefined) return undefined;
  if (plan.asksThePast) {
    const [previous] = await loader.readPast([board]);
    if (previous !== undefined) {
      const { previousKey, runId, states } = previous;
      board.previous = { dagRunKey: previousKey, runId, stateOf: (taskId) => states[taskId as TaskId] ?? null };
    }
  }
  return board;
}

async function readPool(database: Database, cell: Cell): Promise<PoolSituation | null> {
  const pool = (await readPools(database)).find(({ name }) => name === cell.pool);
  if (pool === undefined) return null;
  const asking = { dagRunKey: cell.board.facts.dagRunKey, taskId: cell.task.taskId };
  const { holders, waitingCount, aheadCount } = await readPoolUsage(database, cell.pool, asking, MOST_HOLDERS);
  return { slots: pool.slots, occupied: pool.occupied, holders, waitingCount, aheadCount };
}
