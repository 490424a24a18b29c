/** Serialised DAGs for tests of rooms that know nothing of authoring. Pure, so that tests of `model` can have them, too. */
import {
  type DagId,
  DEFAULT_POOL,
  DEFAULT_QUEUE,
  NULL_TIMETABLE,
  SERIALIZED_DAG_VERSION,
  type SerializedDag,
  type SerializedTask,
  type TaskId,
} from '@tradewind/model';

export type TaskInput = Partial<Omit<SerializedTask, 'taskId' | 'upstream'>> & {
  readonly id: string;
  readonly after?: readonly string[];
};

/** A task with defaults, that does not retry. */
export function makeTask({ id, after = [], ...rest }: TaskInput): SerializedTask {
  return {
    taskId: id as TaskId,
    operator: 'task',
    displayName: null,
    docMd: null,
    owner: 'tradewind',
    groupId: null,
    upstream: [...after].sort() as TaskId[],
    inputs: [],
    triggerRule: 'all_success',
    retry: { retries: 0, retryDelayMs: 0, backoff: 0, maxRetryDelayMs: null },
    executionTimeoutMs: null,
    pool: DEFAULT_POOL,
    poolSlots: 1,
    priorityWeight: 1,
    weightRule: 'downstream',
    queue: DEFAULT_QUEUE,
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

/** A DAG with defaults, without a schedule. */
export function makeDag(
  dagId: string,
  tasks: readonly TaskInput[],
  rest: Partial<Omit<SerializedDag, 'dagId' | 'tasks'>> = {},
): SerializedDag {
  return {
    schemaVersion: SERIALIZED_DAG_VERSION,
    dagId: dagId as DagId,
    displayName: null,
    description: null,
    docMd: null,
    owner: 'tradewind',
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
    tasks: tasks.map(makeTask),
    groups: [],
    resultTaskId: null,
    ...rest,
  };
}
