import {
  type DagRunState,
  decodeValue,
  type EncodedValue,
  type JsonObject,
  RETURN_VALUE,
  type SerializedError,
  type TaskInstanceState,
} from '@tradewind/model';
import type { Cell, RunBoard } from '@tradewind/scheduler/decide';
import type { DagDefinition, Handle } from '@tradewind/sdk';
import type { LogEntry } from '@tradewind/sdk/runtime';
import { OutputMissingError } from './errors.ts';
import { findTask } from './find-task.ts';
import type { RunMemory } from './memory-services.ts';

/** A task as a test names it: the task itself, its handle, or its id. */
export type TaskName = { readonly id: string } | Handle<unknown> | string;

/** A task that says what its output is. */
export type TypedTask<Output> = ((...input: never[]) => Handle<Output>) & { readonly id: string };

interface RunOutcome {
  readonly dag: DagDefinition;
  readonly board: RunBoard;
  readonly memory: RunMemory;
  readonly logs: ReadonlyMap<string, readonly LogEntry[]>;
}

/**
 * How a run went.
 *
 * A task that stands in one group may be named by its own id; the states are listed under whole ids.
 */
export class DagRun<Result = unknown> {
  readonly #outcome: RunOutcome;

  constructor(outcome: RunOutcome) {
    this.#outcome = outcome;
  }

  /** Whether the run succeeded or failed. */
  get state(): DagRunState {
    return this.#outcome.board.state;
  }

  /** The state in which each task instance ended, by task id. */
  get states(): { readonly [taskId: string]: TaskInstanceState } {
    return Object.fromEntries(this.#outcome.board.cells.map(({ task, state }) => [task.taskId, state]));
  }

  /** When the run ended, on its virtual clock. */
  get finishedAt(): Date {
    return new Date(this.#outcome.board.finishedAt ?? Number.NaN);
  }

  /**
   * The result of the run: the output of the task that the function of the DAG returned.
   *
   * @throws {OutputMissingError} when that task did not succeed.
   */
  get result(): Result {
    const { resultTaskId } = this.#outcome.dag.serialize();
    return (resultTaskId === null ? undefined : this.output(resultTaskId)) as Result;
  }

  /** The variables as the run left them. */
  get variables(): ReadonlyMap<string, string> {
    return this.#outcome.memory.variables;
  }

  /** What a task returned, as the tasks after it got it. @throws {OutputMissingError} when it did not succeed. */
  output<Output>(task: TypedTask<Output> | Handle<Output>): Output;
  output(task: string): unknown;
  output(task: TaskName): unknown {
    const cell = this.#cellOf(task);
    if (cell.state !== 'success') throw new OutputMissingError(cell.task.taskId, cell.state, this.#failureOf(cell));
    return decoded(this.#outcome.memory.xcom(cell.task.taskId, RETURN_VALUE));
  }

  /** What a task pushed under a key; undefined when it pushed nothing there. */
  xcom(task: TaskName, key: string): unknown {
    return decoded(this.#outcome.memory.xcom(this.#cellOf(task).task.taskId, key));
  }

  /** Everything that all attempts of a task wrote to the log. */
  logs(task: TaskName): readonly LogEntry[] {
    return this.#outcome.logs.get(this.#cellOf(task).task.taskId) ?? [];
  }

  /** Why the last attempt of a task failed; null when it did not. */
  error(task: TaskName): SerializedError | null {
    return this.#cellOf(task).error;
  }

  /** How many attempts a task had. */
  tries(task: TaskName): number {
    return this.#cellOf(task).tryNumber;
  }

  /** The templated fields of an operator as they were rendered; null when there are none. */
  rendered(task: TaskName): JsonObject | null {
    return this.#cellOf(task).rendered;
  }

  #cellOf(task: TaskName): Cell {
    const { dag, board } = this.#outcome;
    const taskId = findTask(dag, nameOf(task));
    return board.cells.find((cell) => cell.task.taskId === taskId)!;
  }

  #failureOf(cell: Cell): string | null {
    if (cell.error !== null) return cell.error.message;
    const failed = this.#outcome.board.cells.find(({ state }) => state === 'failed');
    return failed === undefined ? null : `"${failed.task.taskId}" failed with ${failed.error?.message ?? 'an error'}`;
  }
}

function nameOf(task: TaskName): string {
  if (typeof task === 'string') return task;
  return 'taskId' in task ? task.taskId : task.id;
}

function decoded(value: EncodedValue | null): unknown {
  return value === null ? undefined : decodeValue(value);
}
