/**
 * Candidates grouped into lanes, and lanes in the order in which they should go.
 *
 * Terms: a *lane* holds the scheduled task instances of one run that the same limits hold, so that a limit blocks a lane
 * and not each of its candidates. A *place* is where a lane stands in a queue; a lane has at most one valid place.
 *
 * The order: the higher priority first; among equals the DAG that was served longest ago; inside a DAG the older run,
 * then the order of the tasks. Both ends of a queue cost the logarithm of its lanes.
 */
import type { DagId } from '@tradewind/model';
import { BinaryHeap } from './binary-heap.ts';
import type { Reason } from './reason-codes.ts';
import type { Cell, RunBoard } from './run-board.ts';

/** When a DAG was served last, as a count that only rises. Shared by the lanes of the DAG. */
export interface DagTurn {
  readonly dagId: DagId;
  turn: number;
  lanes: number;
}

export interface Lane {
  readonly board: RunBoard;
  /** Names its limits, among the lanes of its run. */
  readonly name: string;
  readonly cells: BinaryHeap<Cell>;
  readonly dag: DagTurn;
  queue: LaneQueue | null;
  place: Place | null;
  /** The limit whose free slot brought it back to the open queue, until it used or refused that slot. */
  origin: string | null;
  /** Why its first candidate was blocked when it was looked at last. */
  reason: Reason | null;
}

interface Place {
  lane: Lane | null;
  readonly priority: number;
  readonly turn: number;
  readonly runAt: number;
  readonly runKey: string;
  readonly index: number;
}

export class LaneQueue {
  readonly #heap = new BinaryHeap<Place>(goesBefore);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(lane: Lane): void {
    this.#size += 1;
    lane.queue = this;
    this.#list(lane);
  }

  /** The lane that goes first, taken out. */
  pop(): Lane | undefined {
    for (let place = this.#heap.pop(); place !== undefined; place = this.#heap.pop()) {
      const { lane } = place;
      if (lane === null) continue;
      if (place.turn < lane.dag.turn) {
        this.#list(lane);
        continue;
      }
      this.remove(lane);
      return lane;
    }
    return undefined;
  }

  remove(lane: Lane): void {
    if (lane.place !== null) lane.place.lane = null;
    lane.place = null;
    lane.queue = null;
    this.#size -= 1;
  }

  /** The first candidate of a lane that stands here is another one. */
  relist(lane: Lane): void {
    if (lane.place !== null) lane.place.lane = null;
    this.#list(lane);
  }

  #list(lane: Lane): void {
    const { facts } = lane.board;
    const first = lane.cells.peek();
    const place: Place = {
      lane,
      priority: first?.priority ?? 0,
      turn: lane.dag.turn,
      runAt: facts.logicalDateAt ?? facts.runAfterAt,
      runKey: facts.dagRunKey,
      index: first?.index ?? 0,
    };
    lane.place = place;
    this.#heap.push(place);
  }
}

function goesBefore(left: Place, right: Place): boolean {
  if (left.priority !== right.priority) return left.priority > right.priority;
  if (left.turn !== right.turn) return left.turn < right.turn;
  if (left.runAt !== right.runAt) return left.runAt < right.runAt;
  return left.runKey === right.runKey ? left.index < right.index : left.runKey < right.runKey;
}

/** The order of candidates inside a lane. */
export function cellGoesBefore(left: Cell, right: Cell): boolean {
  return left.priority !== right.priority ? left.priority > right.priority : left.index < right.index;
}
