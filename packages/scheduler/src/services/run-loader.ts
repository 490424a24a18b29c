/** Brings DAG versions, runs and their task instances from the database into memory. */
import type { DagRunKey, DagVersionId, RunFacts, TaskId } from '@tradewind/model';
import { decodeValue, readSerializedDag } from '@tradewind/model';
import {
  type CellRow,
  type Database,
  type ExclusionRow,
  type PreviousRunRow,
  type RunRow,
  readDagVersions,
  readExclusions,
  readPreviousRuns,
  readRunCells,
} from '@tradewind/store';
import { compilePlan, type DagPlan } from '../decide/dag-plan.ts';
import type { Reason } from '../decide/reason-codes.ts';
import { type CellState, createBoard, type RunBoard } from '../decide/run-board.ts';

/** Versions kept in memory at most; running boards keep theirs anyway. */
const VERSIONS_KEPT = 2_000;

export class RunLoader {
  readonly #database: Database;
  readonly #plans = new Map<DagVersionId, DagPlan>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The compiled versions; one that cannot be read is absent, and `onUnusable` is told why. */
  async plans(
    versions: readonly DagVersionId[],
    onUnusable: (versionId: DagVersionId, error: Error) => void,
  ): Promise<ReadonlyMap<DagVersionId, DagPlan>> {
    const asked = new Set(versions);
    const missing = [...asked].filter((id) => !this.#plans.has(id));
    if (missing.length > 0) this.#forgetOld(missing.length, asked);
    for (const row of missing.length === 0 ? [] : await readDagVersions(this.#database, missing)) {
      try {
        const code = { bundleVersion: row.bundleVersion, file: row.file };
        this.#plans.set(row.versionId, compilePlan(row.versionId, readSerializedDag(row.serialized), code));
      } catch (error) {
        onUnusable(row.versionId, error as Error);
      }
    }
    return this.#plans;
  }

  /** A board for a run none of whose task instances has changed since it was created. */
  freshBoard(row: RunRow, plan: DagPlan, startedAt: number): RunBoard {
    return createBoard({ facts: factsOf(row, startedAt), plan, startedAt, revision: row.revision });
  }

  /** Boards for runs with a history. */
  async loadBoards(
    rows: readonly { readonly row: RunRow; readonly plan: DagPlan; readonly startedAt: number }[],
  ): Promise<RunBoard[]> {
    if (rows.length === 0) return [];
    const keys = rows.map(({ row }) => row.dagRunKey);
    const cells = groupByRun(await readRunCells(this.#database, keys));
    const exclusions = groupByRun(await readExclusions(this.#database, keys));
    return rows.map(({ row, plan, startedAt }) => {
      const states = new Map<TaskId, ReturnType<typeof cellState>>();
      for (const cell of cells.get(row.dagRunKey) ?? []) states.set(cell.taskId, cellState(cell));
      const board = createBoard({
        facts: factsOf(row, startedAt),
        plan,
        startedAt,
        revision: row.revision,
        cells: states,
      });
      for (const exclusion of exclusions.get(row.dagRunKey) ?? []) restoreExclusion(board, exclusion);
      return board;
    });
  }

  /** How the run before each of `boards` went, as the database has it; for those that have one. */
  async readPast(boards: readonly RunBoard[]): Promise<readonly PreviousRunRow[]> {
    const questions = boards.flatMap(({ facts, plan }) => {
      const { dagRunKey, dagId, logicalDateAt } = facts;
      return logicalDateAt === null ? [] : [{ dagRunKey, dagId, logicalDateAt, onlyScheduled: plan.dag.catchup }];
    });
    return questions.length === 0 ? [] : readPreviousRuns(this.#database, questions);
  }

  #forgetOld(coming: number, asked: ReadonlySet<DagVersionId>): void {
    for (const id of this.#plans.keys()) {
      if (this.#plans.size + coming <= VERSIONS_KEPT) return;
      if (!asked.has(id)) this.#plans.delete(id);
    }
  }
}

function groupByRun<Row extends { readonly dagRunKey: DagRunKey }>(rows: readonly Row[]): Map<DagRunKey, Row[]> {
  const groups = new Map<DagRunKey, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.dagRunKey);
    if (group === undefined) groups.set(row.dagRunKey, [row]);
    else group.push(row);
  }
  return groups;
}

function cellState(row: CellRow): CellState & Pick<CellRow, 'pool' | 'priority'> {
  const { dagRunKey: _run, taskId: _task, mapIndex: _index, reason, ...state } = row;
  return { ...state, reason: reason as Reason | null };
}

function restoreExclusion(board: RunBoard, { taskId, value }: ExclusionRow): void {
  const { graph } = board.plan;
  for (const excluded of excludedTasks(value)) board.excludedBy.set(graph.indexOf(excluded), graph.indexOf(taskId));
}

/** None when the value is not what a flow task writes, such as one that the task pushed under the same key. */
function excludedTasks(value: ExclusionRow['value']): readonly TaskId[] {
  try {
    const { skipped } = decodeValue(value) as { readonly skipped: readonly TaskId[] };
    return Array.isArray(skipped) ? skipped : [];
  } catch {
    return [];
  }
}

function factsOf(row: RunRow, startedAt: number): RunFacts {
  const { dagRunKey, dagId, runId, runType, logicalDateAt, dataIntervalStartAt, dataIntervalEndAt } = row;
  const { runAfterAt, queuedAt, conf } = row;
  return {
    dagRunKey,
    dagId,
    runId,
    runType,
    logicalDateAt,
    dataIntervalStartAt,
    dataIntervalEndAt,
    runAfterAt,
    queuedAt,
    startedAt,
    conf,
  };
}
