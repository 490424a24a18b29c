/**
 * Everything that this scheduler owns, in memory: DAGs, their queued runs, the boards of their running runs.
 *
 * Invariants
 * 1. `boards` of a DAG are running runs; a run stands in `queue` or in `boards`, never in both.
 * 2. A board that is dropped is not current any more, whoever still holds its cells.
 * 3. A run that is held back is in neither, whatever the database says of it.
 */
import type { DagId, DagRunKey, SchedulerId } from '@tradewind/model';
import { isFinishedRun, occupiesSlots } from '@tradewind/model';
import {
  type Database,
  type OwnedDagRow,
  type PreviousRunRow,
  type RunRow,
  readOwnedDags,
  readOwnedRuns,
  readUnfinishedRuns,
} from '@tradewind/store';
import type { DagPlan } from '../decide/dag-plan.ts';
import { touchAll } from '../decide/judge-cells.ts';
import { type PreviousRun, pastOf } from '../decide/past.ts';
import type { RunBoard } from '../decide/run-board.ts';
import type { SlotLedger } from '../decide/slot-ledger.ts';
import { OwnedDag } from './owned-dag.ts';
import { RunLoader } from './run-loader.ts';

export interface RosterPorts {
  readonly database: Database;
  readonly ledger: SlotLedger;
  readonly now: () => number;
  /** True for a run that must not be loaded now. */
  readonly isHeldBack: (key: DagRunKey) => boolean;
  readonly onUnusable: (dagId: DagId, message: string) => void;
  readonly onDropped: (board: RunBoard) => void;
}

export class Roster {
  readonly dags: Map<DagId, OwnedDag> = new Map();
  /** True after boards with occupied slots were dropped, so that the pools have to be read again. */
  hasDroppedSlots = false;
  readonly #ports: RosterPorts;
  readonly #loader: RunLoader;
  readonly #boards = new Map<DagRunKey, RunBoard>();
  readonly #restless = new Set<RunBoard>();
  readonly #stirred = new Set<DagId>();

  constructor(ports: RosterPorts) {
    this.#ports = ports;
    this.#loader = new RunLoader(ports.database);
  }

  board(key: DagRunKey): RunBoard | undefined {
    return this.#boards.get(key);
  }

  has(dagId: DagId, key: DagRunKey): boolean {
    return this.#boards.has(key) || this.dags.get(dagId)?.queue.has(key) === true;
  }

  dagOf(board: RunBoard): OwnedDag | undefined {
    return this.dags.get(board.facts.dagId);
  }

  /** Boards whose past may have changed since they were taken last. */
  takeRestless(): readonly RunBoard[] {
    const boards = [...this.#restless].filter(({ isCurrent }) => isCurrent);
    this.#restless.clear();
    return boards;
  }

  /** DAGs whose runs in memory were replaced or forgotten since they were taken last. */
  takeStirred(): readonly OwnedDag[] {
    const dags = [...this.#stirred].flatMap((dagId) => this.dags.get(dagId) ?? []);
    this.#stirred.clear();
    return dags;
  }

  /** Reads DAGs anew: those of `dagIds`, or all that are owned. Returns the DAGs that changed. */
  async refreshDags(owner: SchedulerId, dagIds: readonly DagId[] | null): Promise<readonly OwnedDag[]> {
    const rows = await readOwnedDags(this.#ports.database, owner, dagIds);
    const plans = await this.#plansFor(rows);
    const seen = rows.map((row) => {
      const dag = this.dags.get(row.dagId) ?? new OwnedDag(row.dagId);
      this.dags.set(row.dagId, dag);
      this.#update(dag, row, row.versionId === null ? null : (plans.get(row.versionId) ?? null));
      return dag;
    });
    const found = new Set(rows.map(({ dagId }) => dagId));
    for (const dagId of dagIds ?? [...this.dags.keys()]) if (!found.has(dagId)) this.dropDag(dagId);
    return seen;
  }

  /**
   * Compares the unfinished runs of these DAGs (null: of all) with memory: reads those that are new or changed, and
   * forgets those that are not there any more.
   */
  async refreshRunsOf(owner: SchedulerId, dagIds: readonly DagId[] | null): Promise<RunBoard[]> {
    const rows = await readUnfinishedRuns(this.#ports.database, owner, dagIds);
    const found = new Set(rows.map(({ dagRunKey }) => dagRunKey));
    const changed = new Set<DagId>();
    for (const dag of dagIds?.map((dagId) => this.dags.get(dagId)) ?? this.dags.values()) {
      for (const key of [...(dag?.queue.keys() ?? []), ...(dag?.boards.keys() ?? [])]) {
        if (found.has(key) || dag === undefined) continue;
        this.dropRun(key, dag.dagId);
        changed.add(dag.dagId);
      }
    }
    const known = rows.filter((row) => this.#revisionOf(row) !== row.revision);
    return this.#take(known, changed);
  }

  /** Reads these runs anew, whatever memory says of them. */
  async reloadRuns(owner: SchedulerId, keys: readonly DagRunKey[]): Promise<RunBoard[]> {
    const rows = await readOwnedRuns(this.#ports.database, owner, keys);
    const found = new Set(rows.map(({ dagRunKey }) => dagRunKey));
    const changed = new Set<DagId>();
    for (const key of keys) {
      if (found.has(key)) continue;
      for (const dagId of this.#dagsThatKnow(key)) changed.add(dagId);
      this.dropRun(key);
    }
    return this.#take(rows, changed);
  }

  /** Puts a run into its DAG's queue. */
  enqueue(row: RunRow, isFresh: boolean): void {
    this.dags.get(row.dagId)?.enqueue(row, isFresh);
  }

  /** Makes a queued run a board. Undefined when its version cannot be used. */
  async start(dag: OwnedDag, key: DagRunKey, startedAt: number): Promise<RunBoard | undefined> {
    const queued = dag.queue.get(key);
    if (queued === undefined) return undefined;
    const plan = this.planOf(dag, queued.row) ?? (await this.#plansFor([queued.row])).get(queued.row.versionId);
    if (plan === undefined) return undefined;
    const { row, isFresh } = queued;
    const board = isFresh
      ? this.#loader.freshBoard(row, plan, startedAt)
      : (await this.#loader.loadBoards([{ row, plan, startedAt }]))[0];
    if (board === undefined) return undefined;
    dag.queue.delete(key);
    await this.#addBoards([board]);
    return board;
  }

  planOf(dag: OwnedDag, row: RunRow): DagPlan | undefined {
    return dag.plan !== null && dag.plan.versionId === row.versionId ? dag.plan : undefined;
  }

  /** Forgets a run. `dagId`, when it is known, saves looking through all DAGs. */
  dropRun(key: DagRunKey, dagId?: DagId): void {
    const board = this.#boards.get(key);
    if (board !== undefined) this.dropBoard(board);
    const dags = dagId === undefined ? this.dags.values() : [this.dags.get(dagId)];
    for (const dag of dags) dag?.queue.delete(key);
  }

  dropBoard(board: RunBoard): void {
    if (!board.isCurrent) return;
    board.isCurrent = false;
    const { ledger, onDropped } = this.#ports;
    for (const cell of board.cells) if (occupiesSlots(cell.state)) ledger.forget(cell);
    for (const cell of board.freed) ledger.forget(cell);
    if (board.occupied > 0 || board.freed.length > 0) this.hasDroppedSlots = true;
    this.#boards.delete(board.facts.dagRunKey);
    this.#restless.delete(board);
    this.dagOf(board)?.boards.delete(board.facts.dagRunKey);
    this.dagOf(board)?.ended.delete(board);
    onDropped(board);
  }

  dropDag(dagId: DagId): void {
    const dag = this.dags.get(dagId);
    for (const board of [...(dag?.boards.values() ?? [])]) this.dropBoard(board);
    this.dags.delete(dagId);
  }

  dropAll(): void {
    for (const board of [...this.#boards.values()]) this.dropBoard(board);
    for (const dagId of [...this.dags.keys()]) this.dropDag(dagId);
  }

  /** A DAG whose timetable cannot be planned makes no runs, and stops nobody else. */
  #update(dag: OwnedDag, row: OwnedDagRow, plan: DagPlan | null): void {
    try {
      dag.update(row, plan, this.#ports.now());
    } catch (error) {
      dag.plan = null;
      this.#ports.onUnusable(dag.dagId, (error as Error).message);
    }
  }

  #revisionOf(row: RunRow): number | undefined {
    return (this.#boards.get(row.dagRunKey) ?? this.dags.get(row.dagId)?.queue.get(row.dagRunKey)?.row)?.revision;
  }

  /** DAGs that hold this run, or a run that asks how it went. */
  *#dagsThatKnow(key: DagRunKey): Generator<DagId> {
    for (const dag of this.dags.values()) if (dag.queue.has(key)) yield dag.dagId;
    for (const { facts, previous } of this.#boards.values()) {
      if (facts.dagRunKey === key || previous?.dagRunKey === key) yield facts.dagId;
    }
  }

  /** Replaces what memory has of these runs. Returns the boards of those that run. */
  async #take(rows: readonly RunRow[], changedDags: Set<DagId>): Promise<RunBoard[]> {
    for (const row of rows) {
      this.dropRun(row.dagRunKey, row.dagId);
      changedDags.add(row.dagId);
    }
    for (const dagId of changedDags) this.#stirred.add(dagId);
    const plans = await this.#plansFor(rows);
    const running: { row: RunRow; plan: DagPlan; startedAt: number }[] = [];
    for (const row of rows) {
      if (isFinishedRun(row.state) || this.#ports.isHeldBack(row.dagRunKey)) continue;
      const plan = plans.get(row.versionId);
      if (row.state === 'queued') this.enqueue(row, row.clearNumber === 0 && row.revision === 0);
      else if (plan !== undefined) running.push({ row, plan, startedAt: row.startedAt ?? this.#ports.now() });
    }
    const boards = await this.#loader.loadBoards(running);
    for (const board of boards) touchAll(board);
    await this.#addBoards(boards, changedDags);
    return boards;
  }

  /** Adds boards, and tells them and those of `changedDags` of their past. */
  async #addBoards(boards: readonly RunBoard[], changedDags: ReadonlySet<DagId> = new Set()): Promise<void> {
    for (const board of boards) {
      this.#boards.set(board.facts.dagRunKey, board);
      this.dagOf(board)?.boards.set(board.facts.dagRunKey, board);
      for (const cell of board.cells) if (occupiesSlots(cell.state)) this.#ports.ledger.adopt(cell);
    }
    const asking = new Set(boards);
    for (const dagId of changedDags) {
      for (const board of this.dags.get(dagId)?.boards.values() ?? []) {
        if (asking.has(board) || !board.plan.asksThePast) continue;
        asking.add(board);
        this.#restless.add(board);
      }
    }
    await this.#attachPast([...asking].filter(({ plan }) => plan.asksThePast));
  }

  async #attachPast(boards: readonly RunBoard[]): Promise<void> {
    if (boards.length === 0) return;
    const stored = new Map((await this.#loader.readPast(boards)).map((row) => [row.dagRunKey, row]));
    for (const board of boards) {
      board.previous = this.#previousOf(board, stored.get(board.facts.dagRunKey));
      touchAll(board);
    }
  }

  /** The latest earlier run of those in memory, which may not be stored yet, and of the stored one. */
  #previousOf(board: RunBoard, stored: PreviousRunRow | undefined): PreviousRun | null {
    const held = this.dagOf(board)?.latestBefore(board);
    const isHeldLater = held !== undefined && held.logicalDateAt > (stored?.logicalDateAt ?? Number.NEGATIVE_INFINITY);
    if (isHeldLater) return this.#past(held.dagRunKey, held.runId, () => 'none');
    if (stored === undefined) return null;
    const { previousKey, runId, states } = stored;
    return this.#past(previousKey, runId, (taskId) => states[taskId as keyof typeof states] ?? null);
  }

  /** As the run's board has it while there is one, and as `otherwise` says when not. */
  #past(dagRunKey: DagRunKey, runId: PreviousRun['runId'], otherwise: PreviousRun['stateOf']): PreviousRun {
    const ended = this.#boards.get(dagRunKey);
    if (ended !== undefined && ended.state !== 'running') return pastOf(ended);
    return {
      dagRunKey,
      runId,
      stateOf: (taskId) => {
        const live = this.#boards.get(dagRunKey);
        if (live === undefined) return otherwise(taskId);
        return live.cells[live.plan.graph.indexOf(taskId as never)]?.state ?? null;
      },
    };
  }

  async #plansFor(
    rows: readonly (Pick<OwnedDagRow, 'dagId' | 'versionId'> | Pick<RunRow, 'dagId' | 'versionId'>)[],
  ): Promise<ReadonlyMap<string, DagPlan>> {
    const owner = new Map(rows.map((row) => [row.versionId, row.dagId]));
    const versions = [...owner.keys()].filter((id) => id !== null);
    return this.#loader.plans(versions, (versionId, error) => {
      const dagId = owner.get(versionId);
      if (dagId !== undefined) this.#ports.onUnusable(dagId, error.message);
    });
  }
}
