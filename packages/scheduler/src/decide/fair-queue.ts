/**
 * Scheduled task instances in the order in which they should go: the higher priority first, and among equals the DAG
 * that was served longest ago; inside a DAG the older run, then the order of the tasks.
 *
 * Both ends cost the logarithm of what waits.
 */
import type { DagId } from '@tradewind/model';
import { BinaryHeap } from './binary-heap.ts';
import type { Cell } from './run-board.ts';

/** The candidates of one DAG. */
interface Lane {
  readonly dagId: DagId;
  readonly heap: BinaryHeap<Cell>;
  /** When it was served last, as a count. */
  turn: number;
}

/** A lane's place in the order. An older place of the same lane is void. */
interface Place {
  readonly lane: Lane;
  readonly priority: number;
  readonly turn: number;
}

export class FairQueue {
  readonly #lanes = new Map<DagId, Lane>();
  readonly #order = new BinaryHeap<Place>(goesBefore);
  readonly #places = new Map<Lane, Place>();
  #turns = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(cell: Cell): void {
    const { dagId } = cell.board.facts;
    let lane = this.#lanes.get(dagId);
    if (lane === undefined) {
      lane = { dagId, heap: new BinaryHeap(runsBefore), turn: (this.#turns += 1) };
      this.#lanes.set(dagId, lane);
    }
    lane.heap.push(cell);
    this.#size += 1;
    if (lane.heap.peek() === cell) this.#list(lane);
  }

  pop(): Cell | undefined {
    for (let place = this.#order.pop(); place !== undefined; place = this.#order.pop()) {
      const { lane } = place;
      if (this.#places.get(lane) !== place) continue;
      this.#places.delete(lane);
      const cell = lane.heap.pop();
      lane.turn = this.#turns += 1;
      if (lane.heap.size > 0) this.#list(lane);
      else this.#lanes.delete(lane.dagId);
      this.#size -= 1;
      return cell;
    }
    return undefined;
  }

  #list(lane: Lane): void {
    const place: Place = { lane, priority: lane.heap.peek()?.priority ?? 0, turn: lane.turn };
    this.#places.set(lane, place);
    this.#order.push(place);
  }
}

function goesBefore(left: Place, right: Place): boolean {
  return left.priority !== right.priority ? left.priority > right.priority : left.turn < right.turn;
}

function runsBefore(left: Cell, right: Cell): boolean {
  if (left.priority !== right.priority) return left.priority > right.priority;
  const { facts: leftRun } = left.board;
  const { facts: rightRun } = right.board;
  const leftAt = leftRun.logicalDateAt ?? leftRun.runAfterAt;
  const rightAt = rightRun.logicalDateAt ?? rightRun.runAfterAt;
  if (leftAt !== rightAt) return leftAt < rightAt;
  return leftRun === rightRun ? left.index < right.index : leftRun.dagRunKey < rightRun.dagRunKey;
}
