/** Brings DAG versions, runs and their task instances from the database into memory. */
import type { DagId, DagRunKey, DagVersionId, RunFacts, TaskId } from '@tradewind/model';
import { decodeValue, readSerializedDag } from '@tradewind/model';
import {
  type CellRow,
  type Database,
  type ExclusionRow,
  readDagVersions,
  readExclusions,
  readPreviousRuns,
  readRunCells,
  type RunRow,
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
    const missing = [...new Set(versions)].filter((id) => !this.#plans.has(id));
    if (missing.length > 0) this.#forgetOld(missing.length);
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
      const board = createBoard({ facts: factsOf(row, startedAt), plan, startedAt, revision: row.revision, cells: states });
      for (const exclusion of exclusions.get(row.dagRunKey) ?? []) restoreExclusion(board, exclusion);
      return board;
    });
  }

  /** Tells boards whose tasks ask for it how the run before theirs went. `boardOf` finds runs that are in memory. */
  async attachPast(boards: readonly RunBoard[], boardOf: (dagId: DagId, key: DagRunKey) => RunBoard | undefined): Promise<void> {
    for (const catchup of [true, false]) {
      const asking = boards.filter(({ plan }) => plan.asksThePast && plan.dag.catchup === catchup);
      if (asking.length === 0) continue;
      const byKey = new Map(asking.map((board) => [board.facts.dagRunKey, board]));
      for (const row of await readPreviousRuns(this.#database, [...byKey.keys()], catchup)) {
        const board = byKey.get(row.dagRunKey);
        if (board === undefined) continue;
        const { previousKey, runId, states } = row;
        board.previous = {
          dagRunKey: previousKey,
          runId,
          stateOf: (taskId) => {
            const live = boardOf(board.facts.dagId, previousKey);
            if (live === undefined) return states[taskId as TaskId] ?? null;
            return live.cells[live.plan.graph.indexOf(taskId as TaskId)]?.state ?? null;
          },
        };
      }
    }
  }

  #forgetOld(coming: number): void {
    for (const id of this.#plans.keys()) {
      if (this.#plans.size + coming <= VERSIONS_KEPT) return;
      this.#plans.delete(id);
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
  const by = board.plan.graph.indexOf(taskId);
  const { skipped } = decodeValue(value) as { skipped: readonly TaskId[] };
  for (const excluded of skipped) board.excludedBy.set(board.plan.graph.indexOf(excluded), by);
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
