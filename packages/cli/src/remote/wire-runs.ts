/** Runs and task instances from the words of the API to those of the ports. */
import type {
  AnswerOf,
  explainTaskInstance,
  getDagRun,
  getTaskInstance,
  getTaskInstanceTry,
} from '@tradewind/contract';
import type { DagId, DagRunKey, JsonObject, RunId, SerializedError, TaskId, TaskInstanceState } from '@tradewind/model';
import type { Attempt } from '../ports/logs-port.ts';
import type { DagRun, TaskInstance } from '../ports/runs-port.ts';
import type { Explanation } from '../ports/tasks-port.ts';
import { instantOf, instantOrNull } from './wire-instant.ts';

/** What names a run in the paths of the API. */
export interface RunPath {
  readonly dag_id: string;
  readonly dag_run_id: string;
}

/** The API has no keys of runs: here it is their names. */
function runKeyOf({ dag_id, dag_run_id }: RunPath): DagRunKey {
  return JSON.stringify([dag_id, dag_run_id]) as DagRunKey;
}

export function runPathOf(dagRunKey: DagRunKey): RunPath {
  const [dag_id, dag_run_id] = JSON.parse(dagRunKey) as readonly [string, string];
  return { dag_id, dag_run_id };
}

export function runOf(run: AnswerOf<typeof getDagRun>): DagRun {
  return {
    dagRunKey: runKeyOf(run),
    dagId: run.dag_id as DagId,
    runId: run.dag_run_id as RunId,
    state: run.state,
    runType: run.run_type,
    triggeredBy: run.triggered_by ?? '',
    logicalDateAt: instantOrNull(run.logical_date),
    dataIntervalStartAt: instantOrNull(run.data_interval_start),
    dataIntervalEndAt: instantOrNull(run.data_interval_end),
    runAfterAt: instantOf(run.run_after),
    conf: (run.conf ?? {}) as JsonObject,
    note: run.note,
    queuedAt: instantOrNull(run.queued_at) ?? instantOf(run.run_after),
    startedAt: instantOrNull(run.start_date),
    finishedAt: instantOrNull(run.end_date),
    clearNumber: run.clear_number ?? 0,
    reason: (run.reason ?? null) as JsonObject | null,
  };
}

export function taskInstanceOf(task: AnswerOf<typeof getTaskInstance>): TaskInstance {
  return {
    taskId: task.task_id as TaskId,
    mapIndex: task.map_index,
    state: stateOf(task.state),
    tryNumber: task.try_number,
    maxTries: task.max_tries,
    operator: task.operator ?? '',
    pool: task.pool,
    queue: task.queue ?? '',
    reason: (task.reason ?? null) as JsonObject | null,
    queuedAt: instantOrNull(task.queued_when),
    startedAt: instantOrNull(task.start_date),
    finishedAt: instantOrNull(task.end_date),
    nextTryAt: instantOrNull(task.next_try_at),
    worker: workerOf(task),
    error: (task.error ?? null) as SerializedError | null,
    rendered: task.rendered_fields as JsonObject,
  };
}

export function attemptOf(attempt: AnswerOf<typeof getTaskInstanceTry>): Attempt {
  return {
    tryNumber: attempt.try_number,
    state: stateOf(attempt.state),
    startedAt: instantOrNull(attempt.start_date),
    finishedAt: instantOrNull(attempt.end_date),
    worker: workerOf(attempt),
  };
}

export function explanationOf({ state, verdict, gates }: AnswerOf<typeof explainTaskInstance>): Explanation {
  return {
    state: stateOf(state as TaskInstanceState | null),
    verdict,
    gates: gates.map(({ since, ...gate }) => ({ ...gate, sinceAt: instantOrNull(since) })),
  };
}

/** What Tradewind calls `none` travels as null. */
export function stateOf(state: TaskInstanceState | null): TaskInstanceState {
  return state ?? 'none';
}

/** As the worker calls itself: `host:pid`. */
function workerOf({ hostname, pid }: { readonly hostname: string | null; readonly pid: number | null }): string | null {
  return hostname === null || pid === null ? hostname : `${hostname}:${pid}`;
}
