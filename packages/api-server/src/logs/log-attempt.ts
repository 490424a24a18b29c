/** The attempt whose log is asked for, and whether its log is complete. */
import {
  type AttemptRef,
  type DagId,
  isFinished,
  type RunId,
  type TaskId,
  type TaskInstanceState,
} from '@tradewind/model';
import { type Database, findInstanceState, type InstanceStateRow } from '@tradewind/store';
import { notFound } from '../http/http-problem.ts';

export interface LogParams {
  readonly dag_id: string;
  readonly dag_run_id: string;
  readonly task_id: string;
  readonly try_number: number;
}

export function attemptOf(params: LogParams, mapIndex = -1): AttemptRef {
  return {
    dagId: params.dag_id as DagId,
    runId: params.dag_run_id as RunId,
    taskId: params.task_id as TaskId,
    mapIndex,
    tryNumber: params.try_number,
  };
}

/** The task instance of an attempt that has begun, or is the next to begin. @throws {HttpProblem} 404 */
export async function requireInstance(database: Database, attempt: AttemptRef): Promise<InstanceStateRow> {
  const instance = await findInstanceState(database, attempt);
  const { dagId, runId, taskId, mapIndex, tryNumber } = attempt;
  const mapped = mapIndex === -1 ? '' : ` with the map index ${mapIndex}`;
  const named = `"${taskId}"${mapped}`;
  if (instance === null) throw notFound(`The run "${runId}" of the DAG "${dagId}" has no task instance ${named}.`);
  if (isFarOff(instance, tryNumber))
    throw notFound(
      `Try ${tryNumber} of the task instance ${named} does not exist: its last try is ${instance.tryNumber}.`,
    );
  return instance;
}

/** Whether other attempts come before it that have not begun, so that there is nothing to wait for. */
export function isFarOff(instance: InstanceStateRow, tryNumber: number): boolean {
  return tryNumber > instance.tryNumber + 1;
}

/** Whether the attempt has ended, so that nothing more is written. An instance that is gone writes nothing. */
export function isComplete(instance: InstanceStateRow | null, tryNumber: number): boolean {
  if (instance === null || instance.tryNumber > tryNumber) return true;
  return instance.tryNumber === tryNumber && hasEnded(instance.state);
}

function hasEnded(state: TaskInstanceState): boolean {
  return isFinished(state) || state === 'up_for_retry';
}
