import type { DagId, DagRunKey, GroupId, RunId, SerializedDag, SerializedTask, TaskId } from '@tradewind/model';
import { makeDag, makeTask } from '@tradewind/test-support/serialized-dags';
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
  return makeTask({
    id,
    after: upstream,
    owner: 'data',
    groupId: dot === -1 ? null : (id.slice(0, dot) as GroupId),
    retry: { retries: 1, retryDelayMs: 60_000, backoff: 0, maxRetryDelayMs: null },
    ...rest,
  });
}

export function sampleSerialized(dagId: string, tasks: readonly SerializedTask[]): SerializedDag {
  const groupIds = [...new Set(tasks.flatMap(({ groupId }) => groupId ?? []))];
  const groups = groupIds.map((groupId) => ({ groupId, parentId: null, displayName: null, tooltip: null }));
  return { ...makeDag(dagId, [], { owner: 'data', groups }), tasks };
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
