/**
 * Hands committed attempts to executors, and brings their reports back.
 *
 * Invariants
 * 1. An attempt is handed over only after the commit that made it `queued`.
 * 2. `live` holds exactly the attempts that an executor was given and whose end is not recorded or that were not called
 *    off; a report about any other attempt is refused. The end of an attempt is recorded when the commit went through.
 */
import type { Executor } from '@tradewind/executors';
import type { AttemptId, AttemptReport, EncodedValue, TaskId, Workload } from '@tradewind/model';
import { type Database, readResults } from '@tradewind/store';
import type { Cell } from '../decide/run-board.ts';

interface Reservation {
  total: number;
  readonly ofQueue: Map<string, number>;
}

export class Dispatcher {
  readonly #database: Database;
  readonly #executors: ReadonlyMap<string, Executor>;
  readonly #default: Executor;
  /** Those that want to hear when ends are recorded. */
  readonly #settling: readonly Executor[];
  readonly #live = new Map<AttemptId, Cell>();
  /** Chosen in this turn and not handed over yet, by executor. */
  readonly #reserved = new Map<Executor, Reservation>();
  /** The executors and queues for which there was no slot at some time. */
  readonly #exhausted = new Map<string, { readonly name: string | null; readonly queue: string }>();

  constructor(database: Database, executors: readonly [Executor, ...Executor[]]) {
    this.#database = database;
    this.#default = executors[0];
    this.#executors = new Map(executors.map((executor) => [executor.name, executor]));
    this.#settling = executors.filter(({ settle }) => settle !== undefined);
  }

  /** `onSlots` is called when an executor gained slots without a report. */
  async start(onReports: (reports: readonly AttemptReport[]) => void, onSlots: () => void): Promise<void> {
    await Promise.all([...this.#executors.values()].map((executor) => executor.start(onReports, onSlots)));
  }

  async stop(graceMs: number): Promise<void> {
    await Promise.all([...this.#executors.values()].map((executor) => executor.stop({ graceMs })));
  }

  /** Free slots of the named executor (null: the default one) for a queue; null when there is no such executor. */
  slots(name: string | null, queue: string): number | null {
    const executor = this.#named(name);
    if (executor === undefined) return null;
    const free = this.#freeSlots(executor, queue);
    if (free <= 0) this.#exhausted.set(`${name ?? ''}/${queue}`, { name, queue });
    return free;
  }

  /** Whether the named executor has anybody for the queue, be it busy. */
  isServed(name: string | null, queue: string): boolean {
    return this.#named(name)?.serves?.(queue) ?? true;
  }

  /** False when nothing can be handed over, and nothing can be said about why. */
  hasFreeSlot(): boolean {
    for (const executor of this.#executors.values()) {
      if (executor.slots() > (this.#reserved.get(executor)?.total ?? 0) || executor.serves?.() === false) return true;
    }
    return false;
  }

  /** The executors and queues for which there was no slot at some time, with what is free there now. */
  exhausted(): readonly { readonly name: string | null; readonly queue: string; readonly free: number }[] {
    return [...this.#exhausted.values()].map(({ name, queue }) => ({
      name,
      queue,
      free: this.slots(name, queue) ?? 0,
    }));
  }

  reserve(cell: Cell): void {
    const executor = this.#executorOf(cell);
    const { queue } = cell.task;
    const reserved = this.#reserved.get(executor) ?? { total: 0, ofQueue: new Map<string, number>() };
    this.#reserved.set(executor, reserved);
    reserved.total += 1;
    reserved.ofQueue.set(queue, (reserved.ofQueue.get(queue) ?? 0) + 1);
  }

  /** Forgets reservations: they were handed over, or their turn failed. */
  clearReservations(): void {
    this.#reserved.clear();
  }

  /** The cell that a report is about; undefined when the attempt is not in force any more. */
  cellOf(attemptId: AttemptId): Cell | undefined {
    return this.#live.get(attemptId);
  }

  /** The end of the attempt is recorded. */
  settle(attemptId: AttemptId): void {
    this.#live.delete(attemptId);
    for (const executor of this.#settling) executor.settle?.(attemptId);
  }

  /** Ends an attempt that nobody waits for any more. With `keep` its last report is still wanted. */
  cancel(attemptId: AttemptId, keep: boolean): void {
    const cell = this.#live.get(attemptId);
    if (cell === undefined) return;
    if (!keep) this.#live.delete(attemptId);
    this.#executorOf(cell).cancel(attemptId, 'cancelled');
  }

  cancelAll(): void {
    for (const attemptId of [...this.#live.keys()]) this.cancel(attemptId, false);
  }

  /**
   * Binds cells that were loaded with an attempt to the executors of their tasks that still hold it. Returns the cells
   * whose attempt its executor does not hold: lost.
   */
  async adopt(cells: readonly Cell[]): Promise<readonly Cell[]> {
    const unknown = cells.filter((cell) => cell.attemptId !== null && !this.#live.has(cell.attemptId));
    const held = new Set<AttemptId>();
    const asked = Map.groupBy(unknown, (cell) => this.#executorOf(cell));
    await Promise.all(
      Array.from(asked, async ([executor, group]) => {
        const ids = group.map(({ attemptId }) => attemptId as AttemptId);
        for (const id of await executor.adopt(ids)) held.add(id);
      }),
    );
    const lost: Cell[] = [];
    for (const cell of cells) {
      const { attemptId } = cell;
      if (attemptId !== null && (this.#live.has(attemptId) || held.has(attemptId))) this.#live.set(attemptId, cell);
      else lost.push(cell);
    }
    return lost;
  }

  /** Calls off the attempts that nobody wants any more, such as those of runs that were deleted. */
  cancelOrphans(isWanted: (attemptId: AttemptId, cell: Cell) => boolean): void {
    for (const [attemptId, cell] of [...this.#live]) if (!isWanted(attemptId, cell)) this.cancel(attemptId, false);
  }

  /** Gives committed attempts to their executors. */
  async handOver(cells: readonly Cell[], now: () => number): Promise<void> {
    this.clearReservations();
    if (cells.length === 0) return;
    const fetched = await this.#fetchResults(cells);
    const batches = new Map<Executor, Workload[]>();
    const at = now();
    for (const cell of cells) {
      const { attemptId } = cell;
      if (attemptId === null || !cell.board.isCurrent || cell.state !== 'queued') continue;
      this.#live.set(attemptId, cell);
      cell.handedOverAt = at;
      const executor = this.#executorOf(cell);
      const batch = batches.get(executor);
      const workload = workloadOf(cell, attemptId, fetched);
      if (batch === undefined) batches.set(executor, [workload]);
      else batch.push(workload);
    }
    for (const [executor, batch] of batches) executor.submit(batch);
  }

  /** Results that are not in memory, by run and task. Undefined when there is nothing to fetch. */
  async #fetchResults(cells: readonly Cell[]): Promise<ReadonlyMap<string, EncodedValue> | undefined> {
    const wanted = cells.flatMap(({ board, task }) => {
      if (board.hasAllResults) return [];
      const { dagRunKey } = board.facts;
      const missing = task.inputs.filter((id) => !board.results.has(board.plan.graph.indexOf(id)));
      return missing.map((taskId) => ({ dagRunKey, taskId }));
    });
    if (wanted.length === 0) return undefined;
    const rows = await readResults(this.#database, wanted);
    return new Map(rows.map((row) => [`${row.dagRunKey}/${row.taskId}`, row.value]));
  }

  #freeSlots(executor: Executor, queue: string): number {
    const reserved = this.#reserved.get(executor);
    const free = executor.slots() - (reserved?.total ?? 0);
    if (executor.serves === undefined) return free;
    return Math.min(free, executor.slots(queue) - (reserved?.ofQueue.get(queue) ?? 0));
  }

  #named(name: string | null): Executor | undefined {
    return name === null ? this.#default : this.#executors.get(name);
  }

  #executorOf({ task }: Cell): Executor {
    return (task.executor === null ? undefined : this.#executors.get(task.executor)) ?? this.#default;
  }
}

function workloadOf(
  cell: Cell,
  attemptId: AttemptId,
  fetched: ReadonlyMap<string, EncodedValue> | undefined,
): Workload {
  const { board, task } = cell;
  return {
    attemptId,
    taskId: task.taskId,
    mapIndex: cell.mapIndex,
    tryNumber: cell.tryNumber,
    maxTries: cell.maxTries,
    run: board.facts,
    code: board.plan.code,
    inputs: inputsOf(cell, task.inputs, fetched),
    executionTimeoutMs: task.executionTimeoutMs,
    isolation: task.isolation,
    memoryLimitMb: task.memoryLimitMb,
    queue: task.queue,
    priority: cell.priority,
  };
}

const NO_INPUTS = Object.freeze({});

function inputsOf(
  { board }: Cell,
  taskIds: readonly TaskId[],
  fetched: ReadonlyMap<string, EncodedValue> | undefined,
): Workload['inputs'] {
  if (taskIds.length === 0) return NO_INPUTS;
  const inputs: { [taskId: string]: EncodedValue } = {};
  for (const taskId of taskIds) {
    const value =
      board.results.get(board.plan.graph.indexOf(taskId)) ?? fetched?.get(`${board.facts.dagRunKey}/${taskId}`);
    if (value !== undefined) inputs[taskId] = value;
  }
  return inputs;
}
