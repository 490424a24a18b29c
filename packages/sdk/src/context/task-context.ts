import type { DagRunType, JsonObject } from '@tradewind/model';
import type { TaskConnections } from './task-connections.ts';
import type { TaskLog } from './task-log.ts';
import type { TaskVariables } from './task-variables.ts';
import type { TaskXComs } from './task-xcoms.ts';

/** The params of a task that declares none: whatever the DAG has. */
export interface AnyParams {
  readonly [name: string]: unknown;
}

/** The span of data that a run is for: from `start`, up to but not including `end`. */
export interface DataInterval {
  readonly start: Date;
  readonly end: Date;
}

/**
 * What a task knows about its run, and what it may ask of the platform. The second argument of every task.
 *
 * @example
 * const extract = task('extract', async (_: void, { dataInterval, log, signal }) => {
 *   log.info('fetching', { from: dataInterval.start });
 *   const response = await fetch('https://example.test/orders', { signal });
 *   return response.json() as Promise<readonly string[]>;
 * });
 */
export interface TaskContext<Params = AnyParams> {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  /** What made the run: the schedule, a person, a backfill, an asset. */
  readonly runType: DagRunType;
  /** 1 for the first try. */
  readonly tryNumber: number;
  /** The last try that another one may follow: `retries` at first, and more after the task was cleared. */
  readonly maxTries: number;
  /** Which instance of a mapped task this is; -1 when it is not mapped. */
  readonly mapIndex: number;

  /** The instant that the run is about; null for a run that was triggered without one. */
  readonly logicalDate: Date | null;
  /**
   * The span of data that the run is for.
   *
   * @throws {NoLogicalDateError} when the run has none.
   */
  readonly dataInterval: DataInterval;
  /** The instant from which on the run was allowed to start. */
  readonly runAfter: Date;
  /** The logical date as `2026-03-01`, in UTC. @throws {NoLogicalDateError} when the run has none. */
  readonly ds: string;
  /** The logical date as `20260301`. @throws {NoLogicalDateError} when the run has none. */
  readonly dsNodash: string;
  /** The logical date as `2026-03-01T06:00:00+00:00`. @throws {NoLogicalDateError} when the run has none. */
  readonly ts: string;
  /** The logical date as `20260301T060000`. @throws {NoLogicalDateError} when the run has none. */
  readonly tsNodash: string;

  /** The params of the run, validated, with defaults filled in. */
  readonly params: Params;
  /** What was given with the trigger, as it was given. */
  readonly conf: JsonObject;

  /** The log of this attempt. */
  readonly log: TaskLog;
  /** Is aborted when the attempt has to stop: a time-out, a person, a worker that shuts down. */
  readonly signal: AbortSignal;
  readonly variables: TaskVariables;
  readonly connections: TaskConnections;
  readonly xcom: TaskXComs;
}
