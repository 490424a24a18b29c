/**
 * The scheduled task instances of all owned runs, and which of them go next.
 *
 * Terms: a lane that a limit blocks is *parked* under that limit. A free slot of a limit is a *credit*: it brings back one
 * parked lane, and a lane that another limit turns away gives the credit to the next one.
 *
 * Invariants
 * 1. A candidate stands in one lane; a lane stands in the open queue or in one park.
 * 2. A limit that blocks one DAG or pool hides nobody else's candidates: their lanes leave the open queue for that limit's
 *    park, and a freed slot of the limit brings back only its own.
 * 3. While executors have free slots, no candidate waits under a limit that would let it through.
 * 4. The first candidate of a parked lane carries the reason why; the others carry the one of when they joined.
 */
import type { DagId, PoolName } from '@tradewind/model';
import { BinaryHeap } from './binary-heap.ts';
import { cellGoesBefore, type DagTurn, type Lane, LaneQueue } from './lane-queue.ts';
import { type Block, blockOf, limitKeys, type Surroundings } from './limits.ts';
import type { Reason } from './reason-codes.ts';
import type { Cell, RunBoard } from './run-board.ts';
import type { SlotLedger } from './slot-ledger.ts';

/** What the queue asks of its owner. */
export interface QueueSurroundings extends Surroundings {
  /** False when no executor has a free slot, so that looking further is in vain. */
  readonly hasFreeExecutor: () => boolean;
  /** The reason of a candidate changed. */
  readonly onBlocked: (cell: Cell) => void;
}

export class ReadyQueue {
  #open = new LaneQueue();
  readonly #parks = new Map<string, LaneQueue>();
  readonly #lanes = new Map<RunBoard, Map<string, Lane>>();
  readonly #dags = new Map<DagId, DagTurn>();
  /** How many slots those ask for that are parked under a pool. */
  readonly #poolSizes = new Map<PoolName, Set<number>>();
  #turns = 0;

  /** How many lanes wait, open or parked. */
  get lanes(): number {
    let count = 0;
    for (const lanes of this.#lanes.values()) count += lanes.size;
    return count;
  }

  /** The pools for whose slots somebody waits. */
  get awaitedPools(): readonly PoolName[] {
    return [...this.#poolSizes.keys()];
  }

  add(cell: Cell): void {
    const lane = this.#laneOf(cell);
    if (lane.reason !== null && lane.queue !== this.#open) cell.reason = lane.reason;
    lane.cells.push(cell);
    if (lane.queue === null) this.#open.push(lane);
    else if (lane.cells.peek() === cell) lane.queue.relist(lane);
  }

  /** Gives `count` credits of a limit to those whom it held. */
  release(key: string, count: number): void {
    const park = this.#parks.get(key);
    if (park === undefined) return;
    for (let left = count; left > 0 && park.size > 0; ) {
      const lane = park.pop();
      if (lane === undefined) break;
      if (firstOf(lane) === undefined) {
        this.#retire(lane);
        continue;
      }
      lane.origin = key;
      this.#open.push(lane);
      left -= 1;
    }
    if (park.size === 0) this.#parks.delete(key);
  }

  /** Gives `freed` slots of a pool, which has `open` ones with them, to those who wait for them. */
  releasePool(name: PoolName, open: number, freed: number): void {
    const sizes = this.#poolSizes.get(name);
    if (sizes === undefined) return;
    for (const size of sizes) {
      const key = limitKeys.pool(name, size);
      if (size <= open) this.release(key, Math.min(Math.floor(open / size), Math.ceil(freed / size)));
      if (!this.#parks.has(key)) sizes.delete(size);
    }
    if (sizes.size === 0) this.#poolSizes.delete(name);
  }

  /** Brings back all that limits of this kind held, as after a change of limits. */
  releaseAll(prefix: string): void {
    for (const key of [...this.#parks.keys()]) if (key.startsWith(prefix)) this.release(key, Number.POSITIVE_INFINITY);
  }

  /** Forgets the candidates of a run that ended or is loaded again. */
  forget(board: RunBoard): void {
    for (const lane of this.#lanes.get(board)?.values() ?? []) {
      lane.queue?.remove(lane);
      this.#dropDagTurn(lane.dag);
    }
    this.#lanes.delete(board);
  }

  /** Forgets all candidates. */
  clear(): void {
    this.#open = new LaneQueue();
    this.#parks.clear();
    this.#lanes.clear();
    this.#dags.clear();
    this.#poolSizes.clear();
  }

  /**
   * Takes the next candidate that every limit lets through, or undefined when there is none. Lanes that a limit blocks
   * are parked on the way.
   */
  next(ledger: SlotLedger, around: QueueSurroundings): Cell | undefined {
    while (around.hasFreeExecutor()) {
      const lane = this.#open.pop();
      if (lane === undefined) return undefined;
      const expected = lane.cells.peek();
      const cell = firstOf(lane);
      if (cell === undefined) {
        this.#retire(lane);
        continue;
      }
      if (cell !== expected) {
        this.#open.push(lane);
        continue;
      }
      const block = blockOf(cell, ledger, around);
      if (block === undefined) return this.#serve(lane);
      this.#park(lane, cell, block, around);
    }
    return undefined;
  }

  #serve(lane: Lane): Cell | undefined {
    const cell = lane.cells.pop();
    lane.origin = null;
    lane.dag.turn = this.#turns += 1;
    if (lane.cells.size > 0) this.#open.push(lane);
    else this.#retire(lane);
    return cell;
  }

  #park(lane: Lane, cell: Cell, { key, reason }: Block, around: QueueSurroundings): void {
    if (cell.reason?.code !== reason.code) {
      cell.reason = reason;
      cell.board.changed.add(cell);
      around.onBlocked(cell);
    }
    if (lane.reason === null) for (const other of lane.cells) explainAlong(other, reason);
    lane.reason = reason;
    if (key.startsWith('pool:')) this.#rememberSize(cell);
    const park = this.#parks.get(key) ?? new LaneQueue();
    this.#parks.set(key, park);
    park.push(lane);
    if (lane.origin !== key) this.#passCredit(lane);
    lane.origin = null;
  }

  #rememberSize({ pool, task }: Cell): void {
    const sizes = this.#poolSizes.get(pool);
    if (sizes === undefined) this.#poolSizes.set(pool, new Set([task.poolSlots]));
    else sizes.add(task.poolSlots);
  }

  #passCredit(lane: Lane): void {
    const { origin } = lane;
    lane.origin = null;
    if (origin !== null) this.release(origin, 1);
  }

  #laneOf(cell: Cell): Lane {
    const { board } = cell;
    let lanes = this.#lanes.get(board);
    if (lanes === undefined) {
      lanes = new Map();
      this.#lanes.set(board, lanes);
    }
    const name = laneName(cell);
    let lane = lanes.get(name);
    if (lane === undefined) {
      const dag = this.#dagTurnOf(board.facts.dagId);
      lane = {
        board,
        name,
        dag,
        cells: new BinaryHeap(cellGoesBefore),
        queue: null,
        place: null,
        origin: null,
        reason: null,
      };
      dag.lanes += 1;
      lanes.set(name, lane);
    }
    return lane;
  }

  /** Forgets a lane that stands in no queue and has no candidate. */
  #retire(lane: Lane): void {
    const lanes = this.#lanes.get(lane.board);
    lanes?.delete(lane.name);
    if (lanes?.size === 0) this.#lanes.delete(lane.board);
    this.#dropDagTurn(lane.dag);
    this.#passCredit(lane);
  }

  #dagTurnOf(dagId: DagId): DagTurn {
    let turn = this.#dags.get(dagId);
    if (turn === undefined) {
      this.#turns += 1;
      turn = { dagId, turn: this.#turns, lanes: 0 };
      this.#dags.set(dagId, turn);
    }
    return turn;
  }

  #dropDagTurn(dag: DagTurn): void {
    dag.lanes -= 1;
    if (dag.lanes === 0) this.#dags.delete(dag.dagId);
  }
}

function laneName({ task, pool }: Cell): string {
  const own = task.maxActiveTisPerDag === null ? '' : task.taskId;
  return `${task.poolSlots}/${task.executor ?? ''}/${task.queue}/${own}/${pool}`;
}

/** The first candidate of a lane that still is one; those that were cleared, marked or dropped are left out. */
function firstOf({ cells, board }: Lane): Cell | undefined {
  if (!board.isCurrent || board.state !== 'running') return undefined;
  for (let cell = cells.peek(); cell !== undefined; cell = cells.peek()) {
    if (cell.state === 'scheduled') return cell;
    cells.pop();
  }
  return undefined;
}

/** Candidates that are to be written anyway take the reason of their lane along. */
function explainAlong(cell: Cell, reason: Reason): void {
  if (cell.board.changed.has(cell) && cell.state === 'scheduled') cell.reason = reason;
}
