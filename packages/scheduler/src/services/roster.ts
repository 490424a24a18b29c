/**
 * Everything that this scheduler owns, in memory: DAGs, their queued runs, the boards of their running runs.
 *
 * Invariants
 * 1. `boards` of a DAG are running runs; a run stands in `queue` or in `boards`, never in both.
 * 2. A board that is dropped is not current any more, whoever still holds its cells.
 */
import type { DagId, DagRunKey, SchedulerId } from '@tradewind/model';
import { isFinishedRun, occupiesSlots } from '@tradewind/model';
import { type Database, type OwnedDagRow, readOwnedDags, readOwnedRuns, readUnfinishedRuns, type RunRow } from '@tradewind/store';
import type { DagPlan } from '../decide/dag-plan.ts';
import { touchAll } from '../decide/judge-cells.ts';
import type { RunBoard } from '../decide/run-board.ts';
import type { SlotLedger } from '../decide/slot-ledger.ts';
import { OwnedDag } from './owned-dag.ts';
import { RunLoader } from './run-loader.ts';

export interface RosterPorts {
  readonly database: Database;
  readonly ledger: SlotLedger;
  readonly now: () => number;
  readonly onUnusable: (dagId: DagId, message: string) => void;
}

export class Roster {
  readonly dags = new Map<DagId, OwnedDag>();
  readonly #ports: RosterPorts;
  readonly #loader: RunLoader;
  readonly #boards = new Map<DagRunKey, RunBoard>();

  constructor(ports: RosterPorts) {
    this.#ports = ports;
    this.#loader = new RunLoader(ports.database);
  }

  board(key: DagRunKey): RunBoard | undefined {
    return this.#boards.get(key);
  }

  get boards(): IterableIterator<RunBoard> {
    return this.#boards.values();
  }

  dagOf(board: RunBoard): OwnedDag | undefined {
    return this.dags.get(board.facts.dagId);
  }

  /** Reads DAGs anew: those of `dagIds`, or all that are owned. Returns the DAGs that changed. */
  async refreshDags(owner: SchedulerId, dagIds: readonly DagId[] | null): Promise<readonly OwnedDag[]> {
    const rows = await readOwnedDags(this.#ports.database, owner, dagIds);
    const plans = await this.#plansFor(rows);
    const now = this.#ports.now();
    const seen = rows.map((row) => {
      const dag = this.dags.get(row.dagId) ?? new OwnedDag(row.dagId);
      this.dags.set(row.dagId, dag);
      dag.update(row, row.versionId === null ? null : (plans.get(row.versionId) ?? null), now);
      return dag;
    });
    const found = new Set(rows.map(({ dagId }) => dagId));
    for (const dagId of dagIds ?? [...this.dags.keys()]) if (!found.has(dagId)) this.dropDag(dagId);
    return seen;
  }

  /** Reads the unfinished runs of these DAGs (null: of all), and of runs in memory what changed. */
  async refreshRunsOf(owner: SchedulerId, dagIds: readonly DagId[] | null): Promise<RunBoard[]> {
    const rows = await readUnfinishedRuns(this.#ports.database, owner, dagIds);
    const known = rows.filter((row) => {
      const board = this.#boards.get(row.dagRunKey);
      if (board !== undefined) return board.revision !== row.revision;
      return this.dags.get(row.dagId)?.queue.get(row.dagRunKey)?.row.revision !== row.revision;
    });
    return this.#take(known);
  }

  /** Reads these runs anew, whatever memory says of them. */
  async reloadRuns(owner: SchedulerId, keys: readonly DagRunKey[]): Promise<RunBoard[]> {
    const rows = await readOwnedRuns(this.#ports.database, owner, keys);
    const found = new Set(rows.map(({ dagRunKey }) => dagRunKey));
    for (const key of keys) if (!found.has(key)) this.dropRun(key);
    return this.#take(rows);
  }

  /** Puts a run that was created in this turn into its DAG's queue. */
  enqueue(row: RunRow, isFresh: boolean): void {
    this.dags.get(row.dagId)?.queue.set(row.dagRunKey, { row, isFresh });
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
    board.isCurrent = false;
    for (const cell of board.cells) if (occupiesSlots(cell.state)) this.#ports.ledger.forget(cell);
    this.#boards.delete(board.facts.dagRunKey);
    this.dagOf(board)?.boards.delete(board.facts.dagRunKey);
  }

  dropDag(dagId: DagId): void {
    const dag = this.dags.get(dagId);
    for (const board of [...(dag?.boards.values() ?? [])]) this.dropBoard(board);
    this.dags.delete(dagId);
  }

  dropAll(): void {
    for (const dagId of [...this.dags.keys()]) this.dropDag(dagId);
  }

  /** Replaces what memory has of these runs. Returns the boards of those that run. */
  async #take(rows: readonly RunRow[]): Promise<RunBoard[]> {
    for (const row of rows) this.dropRun(row.dagRunKey, row.dagId);
    const plans = await this.#plansFor(rows);
    const running: { row: RunRow; plan: DagPlan; startedAt: number }[] = [];
    for (const row of rows) {
      if (isFinishedRun(row.state)) continue;
      const plan = plans.get(row.versionId);
      if (row.state === 'queued') this.enqueue(row, row.clearNumber === 0 && row.revision === 0);
      else if (plan !== undefined) running.push({ row, plan, startedAt: row.startedAt ?? this.#ports.now() });
    }
    const boards = await this.#loader.loadBoards(running);
    await this.#addBoards(boards);
    for (const board of boards) touchAll(board);
    return boards;
  }

  async #addBoards(boards: readonly RunBoard[]): Promise<void> {
    for (const board of boards) {
      this.#boards.set(board.facts.dagRunKey, board);
      this.dagOf(board)?.boards.set(board.facts.dagRunKey, board);
      for (const cell of board.cells) if (occupiesSlots(cell.state)) this.#ports.ledger.adopt(cell);
    }
    if (boards.some(({ plan }) => plan.asksThePast)) {
      await this.#loader.attachPast(boards, (_dagId, key) => this.#boards.get(key));
    }
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
