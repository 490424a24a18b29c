import type { Flow, JsonObject, SerializedDag, SkipDirective } from '@tradewind/model';
import type { DAG } from '../brands.ts';
import type { TaskContext } from '../context/task-context.ts';
import type { Outputs } from '../wiring/input-plan.ts';

/** A task of a DAG, as the code that runs attempts sees it. */
export interface TaskDefinition {
  /** The id inside the DAG, with the prefix of its groups. */
  readonly taskId: string;
  /** What kind of task it is: `task`, `branch`, `bash`, … */
  readonly operator: string;
  readonly flow: Flow | null;
  /** The names of the fields that may hold templates; empty for a plain task. */
  readonly templatedFields: readonly string[];
  /**
   * Puts the input together: `outputs` are results of tasks by id, `params` what `resolveParams` gave. Fields that hold
   * templates still do.
   */
  resolveInput(outputs: Outputs, params: unknown): unknown;
  /** Replaces the templates in an input by what they give in this attempt. Null when the task has no templates. */
  readonly render: ((input: unknown, context: TaskContext) => Promise<unknown>) | null;
  /** Runs the author's code. The result may be a promise, or none. */
  run(input: unknown, context: TaskContext): unknown;
  /**
   * Which tasks do not run, by the result of a branch, short circuit or latest-only task; null for every other task.
   *
   * @throws {BranchChoiceUnknownError} when a branch chose what it does not have.
   */
  skipsOf(result: unknown): SkipDirective | null;
  /**
   * The params that the task sees, given those of the run; null when it declares none of its own, and sees just these.
   *
   * @throws {ParamsInvalidError} with every fault.
   */
  readonly resolveParams: ((conf: JsonObject, params: unknown) => Promise<unknown>) | null;
}

/** A DAG that was declared: what `dag()` returns. */
export interface DagDefinition<out Params = unknown, out Result = unknown> {
  readonly [DAG]: true;
  readonly dagId: string;
  /** By id, in the order of declaration. */
  readonly tasks: ReadonlyMap<string, TaskDefinition>;
  /** The DAG as plain data, the same for the same meaning. */
  serialize(): SerializedDag;
  /**
   * The params of a run that was triggered with `conf`: checked, with defaults filled in.
   *
   * @throws {ParamsInvalidError} with every fault.
   */
  resolveParams(conf: JsonObject): Promise<Params>;
  /** Never set: it carries the type of the result. */
  readonly result?: Result;
}
