import type { TaskContext } from '../context/task-context.ts';
import type { TaskOptions, TaskOverrides } from '../options/task-options.ts';
import type { ParamsOf, ParamsSchema } from '../params/params-schema.ts';
import type { Handle } from '../wiring/handle.ts';
import type { Wired } from '../wiring/reference.ts';
import { declareTask, type FunctionKind } from './declare-task.ts';

/** What a call of a task takes: nothing, or its input, in which any part may be a handle. */
export type InputArguments<Input> = [Input] extends [void]
  ? []
  : undefined extends Input
    ? [input?: Wired<Input>]
    : [input: Wired<Input>];

/** A task that was declared. Calling it inside a DAG adds it there. */
export interface Task<Input, Output> {
  (...input: InputArguments<Input>): Handle<Output>;
  readonly id: string;
  /** The same task with other options, or another id, for one use. */
  with(overrides: TaskOverrides): Task<Input, Output>;
}

/** Options of a task together with the params that it declares. */
export interface TaskOptionsWithParams<Schema extends ParamsSchema> extends TaskOptions {
  /** Params that the task needs. They type `ctx.params`; their defaults win over those of the DAG. */
  readonly params?: Schema;
}

const TASK: FunctionKind = { operator: 'task', flow: null, respectTriggerRules: false };

/**
 * Declares a task: a function that runs as one step of a DAG.
 *
 * The function takes one input (several values are one object) and a context, and may be asynchronous. What it returns is
 * stored, and is the input of the tasks that are given its handle. It runs again from the start when it is retried.
 *
 * @throws {IdInvalidError} {OptionUnknownError} {OptionInvalidError} when the declaration makes no sense.
 * @example
 * const extract = task('extract', { retries: 3, retryDelay: '1m' }, async (_: void, { ds }) => [{ day: ds, amount: 5 }]);
 * const total = task('total', (orders: { amount: number }[]) => orders.reduce((sum, order) => sum + order.amount, 0));
 *
 * dag('sales', { schedule: '@daily', startDate: '2026-01-01' }, () => total(extract()));
 */
export function task<Input = void, Output = unknown>(
  id: string,
  run: (input: Input, context: TaskContext) => Output,
): Task<Input, Awaited<Output>>;
export function task<Input = void, Output = unknown, const Schema extends ParamsSchema = never>(
  id: string,
  options: TaskOptionsWithParams<Schema>,
  run: (input: Input, context: TaskContext<ParamsOf<Schema>>) => Output,
): Task<Input, Awaited<Output>>;
export function task(id: string, ...rest: readonly unknown[]): Task<never, unknown> {
  return declareTask(TASK, id, rest);
}
