/**
 * Who holds which slots: pools, executors, tasks over all runs of a DAG.
 *
 * Pools are shared by all schedulers, so `occupied` is this scheduler's belief; the commit checks it under the lock of
 * the pool's row, and `pools` of the turn are the changes that it asks for.
 */
import type { DagId, PoolName } from '@tradewind/model';
import type { Cell } from './run-board.ts';

export interface PoolState {
  readonly name: PoolName;
  /** -1: without limit. */
  readonly slots: number;
  readonly occupied: number;
}

interface PoolEntry {
  slots: number;
  occupied: number;
  /** Change since the last commit. */
  delta: number;
}

export class SlotLedger {
  readonly #pools = new Map<PoolName, PoolEntry>();
  readonly #perTask = new Map<string, number>();

  loadPools(pools: readonly PoolState[]): void {
    this.#pools.clear();
    for (const { name, slots, occupied } of pools) this.#pools.set(name, { slots, occupied, delta: 0 });
  }

  /** Slots of the pool in all, -1 for no limit, or null when there is no such pool. */
  poolSize(name: PoolName): number | null {
    return this.#pools.get(name)?.slots ?? null;
  }

  /** Slots that are free, Infinity for a pool without limit. */
  poolOpen(name: PoolName): number {
    const pool = this.#pools.get(name);
    if (pool === undefined) return 0;
    return pool.slots === -1 ? Number.POSITIVE_INFINITY : pool.slots - pool.occupied;
  }

  /** How many instances of this task are queued or running, over all runs that this scheduler owns. */
  activeOfTask(dagId: DagId, taskId: string): number {
    return this.#perTask.get(`${dagId}/${taskId}`) ?? 0;
  }

  take(cell: Cell): void {
    this.#change(cell, 1);
  }

  free(cell: Cell): void {
    this.#change(cell, -1);
  }

  /** Counts a cell that was loaded holding its slots already: the pool's row knows of them. */
  adopt(cell: Cell): void {
    this.#changeTask(cell, 1);
  }

  /** Forgets a cell of a dropped board. What the pool's row says of its slots is read again. */
  forget(cell: Cell): void {
    this.#changeTask(cell, -1);
  }

  /** The changes that the next commit must make, and forgets them. */
  drainDeltas(): readonly { readonly name: PoolName; readonly delta: number }[] {
    const deltas: { name: PoolName; delta: number }[] = [];
    for (const [name, pool] of this.#pools) {
      if (pool.delta !== 0) deltas.push({ name, delta: pool.delta });
      pool.delta = 0;
    }
    return deltas;
  }

  #change(cell: Cell, sign: 1 | -1): void {
    const pool = this.#pools.get(cell.pool);
    if (pool !== undefined) {
      pool.occupied += sign * cell.task.poolSlots;
      pool.delta += sign * cell.task.poolSlots;
    }
    this.#changeTask(cell, sign);
  }

  #changeTask(cell: Cell, sign: 1 | -1): void {
    if (cell.task.maxActiveTisPerDag === null) return;
    const key = `${cell.board.facts.dagId}/${cell.task.taskId}`;
    this.#perTask.set(key, (this.#perTask.get(key) ?? 0) + sign);
  }
}
