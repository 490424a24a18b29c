import {
  type DagId,
  type DagRunKey,
  DEFAULT_POOL,
  type GroupId,
  NULL_TIMETABLE,
  type RunId,
  type SerializedDag,
  type SerializedTask,
  type TaskId,
} from '@tradewind/model';
import type { Dag } from '../ports/dags-port.ts';
import type { DagRun, TaskInstance } from '../ports/runs-port.ts';

/** The instant at which the tests take place: 2026-03-01T06:00:00Z. */
export const NOW: number = Date.UTC(2026, 2, 1, 6);

/** A task after others; the part of its id before the last dot is its group. */
export function sampleTask(
  id: string,
  upstream: readonly string[] = [],
  rest: Partial<SerializedTask> = {},
): SerializedTask {
  const dot = id.lastIndexOf('.');
  return {
    taskId: id as TaskId,
    operator: 'task',
    displayName: null,
    docMd: null,
    owner: 'data',
    groupId: dot === -1 ? null : (id.slice(0, dot) as GroupId),
    upstream: [...upstream].sort() as TaskId[],
    inputs: [],
    triggerRule: 'all_success',
    retry: { retries: 1, retryDelayMs: 60_000, backoff: 0, maxRetryDelayMs: null },
    executionTimeoutMs: null,
    pool: DEFAULT_POOL,
    poolSlots: 1,
    priorityWeight: 1,
    weightRule: 'downstream',
    queue: 'default',
    executor: null,
    isolation: 'warm',
    memoryLimitMb: null,
    dependsOnPast: false,
    ignoreFirstDependsOnPast: true,
    waitForDownstream: false,
    maxActiveTisPerDag: null,
    maxActiveTisPerDagRun: null,
    startDate: null,
    endDate: null,
    flow: null,
    respectTriggerRules: false,
    isSetup: false,
    isTeardown: false,
    onFailureFailDagRun: false,
    setups: [],
    isEmpty: false,
    templates: {},
    ...rest,
  };
}

export function sampleSerialized(dagId: string, tasks: readonly SerializedTask[]): SerializedDag {
  const groupIds = [...new Set(tasks.flatMap(({ groupId }) => groupId ?? []))];
  return {
    schemaVersion: 1,
    dagId: dagId as DagId,
    displayName: null,
    description: null,
    docMd: null,
    owner: 'data',
    tags: [],
    timetable: NULL_TIMETABLE,
    startDate: null,
    endDate: null,
    catchup: false,
    maxActiveRuns: 16,
    maxActiveTasks: 16,
    maxConsecutiveFailedRuns: 0,
    dagRunTimeoutMs: null,
    failFast: false,
    isPausedUponCreation: null,
    params: null,
    tasks,
    groups: groupIds.map((groupId) => ({ groupId, parentId: null, displayName: null, tooltip: null })),
    resultTaskId: null,
  };
}

export function sampleDag(dagId: string, rest: Partial<Dag> = {}): Dag {
  const tasks = [sampleTask('extract'), sampleTask('load', ['extract'])];
  return {
    dagId: dagId as DagId,
    isPaused: false,
    isActive: true,
    file: `${dagId}.ts`,
    bundleName: 'dags',
    owner: 'data',
    tags: [],
    description: null,
    nextRunAfterAt: null,
    nextLogicalDateAt: null,
    nextIntervalStartAt: null,
    nextIntervalEndAt: null,
    lastParsedAt: NOW,
    version: { number: 1, createdAt: NOW, serialized: sampleSerialized(dagId, tasks) },
    ...rest,
  };
}

export function sampleRun(dagId: string, runId: string, rest: Partial<DagRun> = {}): DagRun {
  return {
    dagRunKey: `${dagId}/${runId}` as DagRunKey,
    dagId: dagId as DagId,
    runId: runId as RunId,
    state: 'queued',
    runType: 'manual',
    triggeredBy: 'cli',
    logicalDateAt: NOW,
    dataIntervalStartAt: NOW,
    dataIntervalEndAt: NOW,
    runAfterAt: NOW,
    conf: {},
    note: null,
    queuedAt: NOW,
    startedAt: null,
    finishedAt: null,
    clearNumber: 0,
    reason: null,
    ...rest,
  };
}

export function sampleTaskInstance(taskId: string, rest: Partial<TaskInstance> = {}): TaskInstance {
  return {
    taskId: taskId as TaskId,
    mapIndex: -1,
    state: 'none',
    tryNumber: 0,
    maxTries: 1,
    operator: 'task',
    pool: 'default_pool',
    queue: 'default',
    reason: null,
    queuedAt: null,
    startedAt: null,
    finishedAt: null,
    nextTryAt: null,
    worker: null,
    error: null,
    rendered: null,
    ...rest,
  };
}
