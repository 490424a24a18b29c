import {
  DEFAULT_POOL,
  DEFAULT_QUEUE,
  type GroupId,
  type PoolName,
  type SerializedTask,
  type SerializedTimetable,
  type TaskId,
} from '@tradewind/model';
import { type Duration, parseDuration } from '../duration.ts';
import type { TaskOptions } from '../options/task-options.ts';
import { resolveDate } from './resolve-dates.ts';
import type { TaskNode } from './task-node.ts';

const RETRY_DELAY_MS = 300_000;

/** What a task needs to know of its DAG to be written down. */
export interface TaskSurroundings {
  readonly timetable: SerializedTimetable;
  readonly upstream: ReadonlySet<string>;
  readonly setups: readonly string[];
}

export function serializeTask(node: TaskNode, surroundings: TaskSurroundings): SerializedTask {
  const { id, group, declaration, options } = node;
  const { timetable, upstream, setups } = surroundings;
  const inputs = node.plan.references.map(({ taskId }) => taskId).filter((taskId) => taskId !== null);
  return {
    taskId: id as TaskId,
    operator: declaration.operator,
    displayName: options.displayName ?? null,
    docMd: options.docMd ?? null,
    owner: options.owner ?? 'tradewind',
    groupId: (group?.id ?? null) as GroupId | null,
    upstream: sortedIds(upstream),
    inputs: sortedIds(new Set(inputs)),
    triggerRule: node.teardown === null ? (options.triggerRule ?? 'all_success') : 'all_done_setup_success',
    retry: serializeRetries(options),
    executionTimeoutMs: durationMs(options.executionTimeout),
    pool: (options.pool ?? DEFAULT_POOL) as PoolName,
    poolSlots: options.poolSlots ?? 1,
    priorityWeight: options.priorityWeight ?? 1,
    weightRule: options.weightRule ?? 'downstream',
    queue: options.queue ?? DEFAULT_QUEUE,
    executor: options.executor ?? null,
    isolation: options.isolation ?? 'warm',
    memoryLimitMb: options.memoryLimitMb ?? null,
    dependsOnPast: (options.dependsOnPast ?? false) || (options.waitForDownstream ?? false),
    ignoreFirstDependsOnPast: options.ignoreFirstDependsOnPast ?? true,
    waitForDownstream: options.waitForDownstream ?? false,
    maxActiveTisPerDag: options.maxActiveTisPerDag ?? null,
    maxActiveTisPerDagRun: options.maxActiveTisPerDagRun ?? null,
    startDate: resolveDate(`startDate of task "${id}"`, options.startDate, timetable),
    endDate: resolveDate(`endDate of task "${id}"`, options.endDate, timetable),
    flow: declaration.flow,
    respectTriggerRules: declaration.respectTriggerRules,
    isSetup: node.isSetup,
    isTeardown: node.teardown !== null,
    onFailureFailDagRun: node.teardown?.onFailureFailDagRun ?? false,
    setups: sortedIds(new Set(setups)),
    isEmpty: declaration.isEmpty,
    templates: declaration.fields?.templates ?? {},
  };
}

function serializeRetries(options: TaskOptions): SerializedTask['retry'] {
  return {
    retries: options.retries ?? 0,
    retryDelayMs: durationMs(options.retryDelay) ?? RETRY_DELAY_MS,
    backoff: options.retryBackoff ?? 0,
    maxRetryDelayMs: durationMs(options.maxRetryDelay),
  };
}

function durationMs(duration: Duration | null | undefined): number | null {
  return duration === undefined || duration === null ? null : parseDuration(duration);
}

function sortedIds(ids: ReadonlySet<string>): readonly TaskId[] {
  return [...ids].toSorted() as TaskId[];
}
