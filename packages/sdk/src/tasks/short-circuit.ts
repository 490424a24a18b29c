import type { TaskContext } from '../context/task-context.ts';
import type { ParamsOf, ParamsSchema } from '../params/params-schema.ts';
import { declareTask, type FunctionKind } from './declare-task.ts';
import type { Task, TaskOptionsWithParams } from './task.ts';

export interface ShortCircuitOptions<Schema extends ParamsSchema> extends TaskOptionsWithParams<Schema> {
  /**
   * Skips only the tasks directly after it and leaves the rest to their trigger rules; else everything after it is
   * skipped. @default false
   */
  readonly respectTriggerRules?: boolean;
}

const SHORT_CIRCUIT: FunctionKind = { operator: 'short_circuit', flow: 'short_circuit', respectTriggerRules: false };

/**
 * Declares a task that decides whether the run goes on behind it: when it returns something falsy, what comes after it
 * is skipped. What it returns is its result.
 *
 * @throws as `task` does.
 * @example
 * const fresh = shortCircuit('fresh', (_: void, { logicalDate }) => logicalDate !== null);
 *
 * dag('weekly', {}, () => {
 *   fresh().before(empty('publish'));
 * });
 */
export function shortCircuit<Input = void, Output = unknown>(
  id: string,
  decide: (input: Input, context: TaskContext) => Output,
): Task<Input, Awaited<Output>>;
export function shortCircuit<Input = void, Output = unknown, const Schema extends ParamsSchema = never>(
  id: string,
  options: ShortCircuitOptions<Schema>,
  decide: (input: Input, context: TaskContext<ParamsOf<Schema>>) => Output,
): Task<Input, Awaited<Output>>;
export function shortCircuit(id: string, ...rest: readonly unknown[]): Task<never, unknown> {
  return declareTask(SHORT_CIRCUIT, id, rest);
}
