import type { DagRunType, JsonObject } from '@tradewind/model';
import type { AnyParams, DateInput, TaskContext } from '@tradewind/sdk';
import type { ConnectionFacts } from '@tradewind/sdk/runtime';

/** What runs instead of a task. It gets the input of the task, with its templates rendered, and the context. */
export type Stub = (input: never, context: TaskContext) => unknown;

/** A connection as a test gives it: what is left out is empty. */
export type TestConnection = Partial<Omit<ConnectionFacts, 'id'>>;

/** The params of a run, as far as a test gives them. */
export type GivenParams<Params> = string extends keyof Params ? AnyParams : Partial<Params>;

/** How a DAG is run in a test. */
export interface RunOptions<Params = AnyParams> {
  /**
   * The instant that the run is about; a date is one in UTC. The data interval is the one that the schedule gives it.
   * @default null: a run that was triggered without one
   */
  readonly logicalDate?: DateInput | null;
  /** The span of data that the run is for. @default what the schedule says */
  readonly dataInterval?: { readonly start: DateInput; readonly end: DateInput };
  /** @default 'scheduled' when the schedule has a run for the logical date, else 'manual' */
  readonly runType?: DagRunType;
  /** The params that a trigger gives; the others have their defaults. */
  readonly params?: GivenParams<Params>;
  /** The same as plain JSON, for params that their schema turns into something else. Wins over `params`. */
  readonly conf?: JsonObject;
  /** Functions to run instead of tasks, by task id. */
  readonly stubs?: { readonly [taskId: string]: Stub };
  /** Connections by id. */
  readonly connections?: { readonly [id: string]: TestConnection };
  /** Variables by key: a text as it is, anything else as JSON. */
  readonly variables?: { readonly [key: string]: unknown };
  /** When the run starts, on its virtual clock. @default the instant from which on the run may start, or 2026-01-01 */
  readonly now?: DateInput;
}
