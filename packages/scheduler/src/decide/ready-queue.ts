/**
 * The scheduled task instances of all owned runs, and which of them go next.
 *
 * Terms: a candidate is *parked* under the limit that blocks it.
 *
 * Invariants
 * 1. A candidate stands in the open queue or in one park, never in two places.
 * 2. A limit that blocks one DAG or pool hides nobody else's candidates: they leave the open queue for that limit's park,
 *    and a freed slot of the limit brings back only its own.
 * 3. Every candidate that is not chosen carries the reason why.
 */
import type { DagId } from '@tradewind/model';
import { FairQueue } from './fair-queue.ts';
import { type Reason, reason } from './reason-codes.ts';
import type { Cell, RunBoard } from './run-board.ts';
import type { SlotLedger } from './slot-ledger.ts';

/** What the queue must know beside the ledger. */
export interface Surroundings {
  /** False when no executor has a free slot, so that looking further is in vain. */
  readonly hasFreeExecutor: () => boolean;
  /** Free slots of the executor that a task names (null: the default one); null when there is no such executor. */
  readonly executorSlots: (name: string | null) => number | null;
  readonly isPaused: (dagId: DagId) => boolean;
}

export interface Block {
  /** The limit, as the key of its park. */
  readonly key: string;
  readonly reason: Reason;
}

/** Keys of parks. */
export const limitKeys = {
  pool: (name: string): string => `pool:${name}`,
  run: (board: RunBoard): string => `run:${board.facts.dagRunKey}`,
  task: (dagId: DagId, taskId: string): string => `task:${dagId}/${taskId}`,
  dag: (dagId: DagId): string => `dag:${dagId}`,
  executor: (name: string | null): string => `executor:${name ?? ''}`,
} as const;

export class ReadyQueue {
  readonly #open = new FairQueue();
  readonly #parks = new Map<string, FairQueue>();

  add(cell: Cell): void {
    this.#open.push(cell);
  }

  /** Brings back up to `count` candidates that this limit held. */
  release(key: string, count: number): void {
    const park = this.#parks.get(key);
    if (park === undefined) return;
    for (let left = count; left > 0 && park.size > 0; ) {
      const cell = park.pop();
      if (cell === undefined || !isCandidate(cell)) continue;
      this.#open.push(cell);
      left -= 1;
    }
    if (park.size === 0) this.#parks.delete(key);
  }

  /** Brings back all that a limit of this kind held, as after a change of limits. */
  releaseAll(prefix: string): void {
    for (const key of [...this.#parks.keys()]) if (key.startsWith(prefix)) this.release(key, Number.POSITIVE_INFINITY);
  }

  /**
   * Takes the next candidate that every limit lets through, or undefined when there is none. Those that a limit blocks
   * are parked on the way.
   */
  next(ledger: SlotLedger, around: Surroundings): Cell | undefined {
    while (around.hasFreeExecutor()) {
      const cell = this.#open.pop();
      if (cell === undefined) return undefined;
      if (!isCandidate(cell)) continue;
      const block = blockOf(cell, ledger, around);
      if (block === undefined) return cell;
      this.#park(cell, block);
    }
    return undefined;
  }

  #park(cell: Cell, { key, reason: why }: Block): void {
    if (cell.reason?.code !== why.code) {
      cell.reason = why;
      cell.board.changed.add(cell);
    }
    const park = this.#parks.get(key) ?? new FairQueue();
    this.#parks.set(key, park);
    park.push(cell);
  }
}

/** False for a candidate that was dropped, cleared or marked since it was queued. */
function isCandidate(cell: Cell): boolean {
  return cell.board.isCurrent && cell.state === 'scheduled' && cell.board.state === 'running';
}

/** The first limit that blocks `cell`, in the order in which people would look for it. */
export function blockOf(cell: Cell, ledger: SlotLedger, around: Surroundings): Block | undefined {
  const { board, task } = cell;
  const { dagId } = board.facts;
  if (around.isPaused(dagId)) return { key: limitKeys.dag(dagId), reason: reason('dag_paused') };
  const free = around.executorSlots(task.executor);
  const executor = limitKeys.executor(task.executor);
  if (free === null) return { key: executor, reason: reason('executor_unknown', { executor: task.executor }) };
  if (free <= 0) return { key: executor, reason: reason('waiting_for_executor') };
  const limit = board.plan.dag.maxActiveTasks;
  if (board.occupied >= limit) return { key: limitKeys.run(board), reason: reason('max_active_tasks', { limit }) };
  return blockOfTask(cell, ledger) ?? blockOfPool(cell, ledger);
}

function blockOfTask({ board, task }: Cell, ledger: SlotLedger): Block | undefined {
  const { dagId } = board.facts;
  const limit = task.maxActiveTisPerDag;
  if (limit === null || ledger.activeOfTask(dagId, task.taskId) < limit) return undefined;
  return { key: limitKeys.task(dagId, task.taskId), reason: reason('max_active_tis_per_dag', { limit }) };
}

function blockOfPool({ pool, task }: Cell, ledger: SlotLedger): Block | undefined {
  const key = limitKeys.pool(pool);
  const { poolSlots } = task;
  const size = ledger.poolSize(pool);
  if (size === null) return { key, reason: reason('pool_missing', { pool }) };
  if (size !== -1 && poolSlots > size) return { key, reason: reason('pool_too_small', { pool, poolSlots, size }) };
  return poolSlots > ledger.poolOpen(pool) ? { key, reason: reason('pool_full', { pool, size }) } : undefined;
}
