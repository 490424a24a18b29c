import {
  type BundleVersionId,
  type DagRunKey,
  decodeValue,
  type RunFacts,
  readSerializedDag,
  type SerializedDag,
  type TaskId,
} from '@tradewind/model';
import { type CellState, compilePlan, createBoard, type Reason, type RunBoard } from '@tradewind/scheduler/decide';
import {
  countRunningRuns,
  type DagRunRow,
  type Database,
  findDagRunByKey,
  findDagVersion,
  listLiveSchedulers,
  listPoolHolders,
  listPools,
  readExclusions,
  readPreviousRuns,
  readRunCells,
} from '@tradewind/store';
import { DagRunNotFoundError, TaskNotFoundError } from '../errors.ts';
import { requireDag } from '../require-dag.ts';
import type { Situation } from './situation.ts';

export interface ExplainTarget {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  /** -1 when it is not mapped. */
  readonly mapIndex: number;
}

const MOST_HOLDERS = 5;

/** @throws {DagRunNotFoundError | TaskNotFoundError} */
export async function loadSituation(database: Database, target: ExplainTarget, now: number): Promise<Situation> {
  const run = await findDagRunByKey(database, target.dagRunKey);
  const version = run === null ? null : await findDagVersion(database, run.dagVersionId);
  if (run === null || version === null) throw new DagRunNotFoundError('?', target.dagRunKey, []);
  const serialized = readSerializedDag(version);
  const [dag, board, pools, schedulers, runningRuns] = await Promise.all([
    requireDag(database, run.dagId),
    loadBoard(database, run, serialized),
    listPools(database),
    listLiveSchedulers(database),
    countRunningRuns(database, run.dagId),
  ]);
  const cell = board.cells.find(({ task, mapIndex }) => task.taskId === target.taskId && mapIndex === target.mapIndex);
  if (cell === undefined) {
    const known = serialized.tasks.map(({ taskId }) => taskId);
    throw new TaskNotFoundError(run.dagId, target.taskId, known);
  }
  const upstream = board.plan.graph.upstream[cell.index] ?? [];
  return {
    now,
    dag,
    serialized,
    run,
    task: cell.task,
    cell,
    upstreamStates: Object.fromEntries(
      Array.from(upstream, (index) => [board.cells[index]!.task.taskId, board.cells[index]!.state]),
    ),
    pool: pools.find(({ name }) => name === cell.pool) ?? null,
    poolHolders: await listPoolHolders(database, cell.pool, MOST_HOLDERS),
    runningRuns,
    schedulers: schedulers.filter(({ isExpired }) => !isExpired),
  };
}

/** The run as its scheduler would have it in memory. */
async function loadBoard(database: Database, run: DagRunRow, dag: SerializedDag): Promise<RunBoard> {
  const { dagRunKey, dagId, logicalDateAt } = run;
  const plan = compilePlan(run.dagVersionId, dag, { bundleVersion: '' as BundleVersionId, file: '' });
  const rows = await readRunCells(database, [dagRunKey]);
  const cells = new Map(
    rows.map((row) => [row.taskId, { ...row, reason: row.reason as Reason | null } satisfies CellState]),
  );
  const startedAt = run.startedAt ?? run.runAfterAt;
  const facts: RunFacts = { ...run, startedAt };
  const board = createBoard({ facts, plan, startedAt, revision: 0, cells });
  for (const { taskId, value } of await readExclusions(database, [dagRunKey])) {
    const { skipped } = decodeValue(value) as { readonly skipped: readonly TaskId[] };
    for (const excluded of skipped) board.excludedBy.set(plan.graph.indexOf(excluded), plan.graph.indexOf(taskId));
  }
  if (logicalDateAt === null || !plan.asksThePast) return board;
  const question = { dagRunKey, dagId, logicalDateAt, onlyScheduled: dag.catchup };
  const [previous] = await readPreviousRuns(database, [question]);
  if (previous !== undefined) {
    const { previousKey, runId, states } = previous;
    board.previous = { dagRunKey: previousKey, runId, stateOf: (taskId) => states[taskId as TaskId] ?? null };
  }
  return board;
}
