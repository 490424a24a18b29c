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

export class Dispatcher {
  readonly #database: Database;
  readonly #executors: ReadonlyMap<string, Executor>;
  readonly #default: Executor;
  readonly #live = new Map<AttemptId, Cell>();
  /** Chosen in this turn and not handed over yet, by executor. */
  readonly #reserved = new Map<Executor, number>();

  constructor(database: Database, executors: readonly [Executor, ...Executor[]]) {
    this.#database = database;
    this.#default = executors[0];
    this.#executors = new Map(executors.map((executor) => [executor.name, executor]));
  }

  async start(onReports: (reports: readonly AttemptReport[]) => void): Promise<void> {
    await Promise.all([...this.#executors.values()].map((executor) => executor.start(onReports)));
  }

  async stop(graceMs: number): Promise<void> {
    await Promise.all([...this.#executors.values()].map((executor) => executor.stop({ graceMs })));
  }

  /** Free slots of the named executor (null: the default one); null when there is no such executor. */
  slots(name: string | null): number | null {
    const executor = name === null ? this.#default : this.#executors.get(name);
    return executor === undefined ? null : executor.slots() - (this.#reserved.get(executor) ?? 0);
  }

  hasFreeSlot(): boolean {
    for (const executor of this.#executors.values()) {
      if (executor.slots() > (this.#reserved.get(executor) ?? 0)) return true;
    }
    return false;
  }

  get executorNames(): readonly string[] {
    return [...this.#executors.keys()];
  }

  reserve(cell: Cell): void {
    const executor = this.#executorOf(cell);
    this.#reserved.set(executor, (this.#reserved.get(executor) ?? 0) + 1);
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
   * Binds cells that were loaded with an attempt to the executors that still hold it. Returns the cells whose attempt
   * nobody holds: lost.
   */
  async adopt(cells: readonly Cell[]): Promise<readonly Cell[]> {
    const unknown = cells.filter((cell) => cell.attemptId !== null && !this.#live.has(cell.attemptId));
    const held = new Set<AttemptId>();
    const ids = unknown.map(({ attemptId }) => attemptId as AttemptId);
    if (ids.length > 0) {
      for (const executor of this.#executors.values()) for (const id of await executor.adopt(ids)) held.add(id);
    }
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
