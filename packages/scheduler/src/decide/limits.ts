/** The limits under which scheduled task instances are queued. */
import type { DagId, PoolName } from '@tradewind/model';
import { type Reason, reason } from './reason-codes.ts';
import type { Cell, RunBoard } from './run-board.ts';
import type { SlotLedger } from './slot-ledger.ts';

/** What the limits depend on beside the ledger. */
export interface Surroundings {
  /**
   * Free slots for tasks of a queue at the executor that they name (null: the default one); null when there is no such
   * executor.
   */
  readonly executorSlots: (name: string | null, queue: string) => number | null;
  /**
   * Whether that executor has anybody for the queue, be it busy.
   * @default yes
   */
  readonly isServed?: (name: string | null, queue: string) => boolean;
  readonly isPaused: (dagId: DagId) => boolean;
}

/** The counts of slots that the limits ask for. */
export type SlotCounts = Pick<SlotLedger, 'poolSize' | 'poolOpen' | 'activeOfTask'>;

export interface Block {
  /** The limit, as the key of its park. */
  readonly key: string;
  readonly reason: Reason;
}

/** Keys of parks. */
export const limitKeys = {
  /** Apart by the number of slots, so that one who asks for too many does not stand before those who ask for few. */
  pool: (name: PoolName, slots: number): string => `pool:${slots}:${name}`,
  run: (board: RunBoard): string => `run:${board.facts.dagRunKey}`,
  task: (dagId: DagId, taskId: string): string => `task:${dagId}/${taskId}`,
  dag: (dagId: DagId): string => `dag:${dagId}`,
  executor: (name: string | null, queue: string): string => `executor:${name ?? ''}/${queue}`,
} as const;

/** The first limit that blocks `cell`, in the order in which people would look for it. */
export function blockOf(cell: Cell, ledger: SlotCounts, around: Surroundings): Block | undefined {
  const { board, task } = cell;
  const { dagId } = board.facts;
  if (around.isPaused(dagId)) return { key: limitKeys.dag(dagId), reason: reason('dag_paused') };
  const { executor, queue } = task;
  const free = around.executorSlots(executor, queue);
  if (free === null || free <= 0) {
    return { key: limitKeys.executor(executor, queue), reason: reasonOfExecutor(cell, free, around) };
  }
  const limit = board.plan.dag.maxActiveTasks;
  if (board.occupied >= limit) return { key: limitKeys.run(board), reason: reason('max_active_tasks', { limit }) };
  return blockOfTask(cell, ledger) ?? blockOfPool(cell, ledger);
}

function reasonOfExecutor({ task }: Cell, free: number | null, { isServed }: Surroundings): Reason {
  const { executor, queue } = task;
  if (free === null) return reason('executor_unknown', { executor });
  if (isServed?.(executor, queue) === false) return reason('no_worker_for_queue', { queue });
  return reason('waiting_for_executor');
}

/** The limit of a task over all runs of its DAG, when it is reached. */
export function blockOfTask({ board, task }: Cell, ledger: SlotCounts): Block | undefined {
  const { dagId } = board.facts;
  const limit = task.maxActiveTisPerDag;
  if (limit === null || ledger.activeOfTask(dagId, task.taskId) < limit) return undefined;
  return { key: limitKeys.task(dagId, task.taskId), reason: reason('max_active_tis_per_dag', { limit }) };
}

/** The pool of a task, when it has too few free slots. */
export function blockOfPool({ pool, task }: Cell, ledger: SlotCounts): Block | undefined {
  const { poolSlots } = task;
  const key = limitKeys.pool(pool, poolSlots);
  const size = ledger.poolSize(pool);
  if (size === null) return { key, reason: reason('pool_missing', { pool }) };
  if (size !== -1 && poolSlots > size) return { key, reason: reason('pool_too_small', { pool, poolSlots, size }) };
  return poolSlots > ledger.poolOpen(pool) ? { key, reason: reason('pool_full', { pool, size }) } : undefined;
}
