/**
 * The serialised DAG: everything that deciding, showing and comparing a DAG needs, and nothing that runs.
 *
 * Invariants
 * 1. Plain JSON. Instants are ISO 8601 in UTC, durations are milliseconds.
 * 2. Canonical: the same meaning gives the same bytes (`tasks` in the order of declaration, every field present but
 *    those marked with `?`, sets sorted), so that a hash of it decides whether a DAG has a new version.
 * 3. The graph is acyclic and closed: every id named in an edge is the id of a task of the same DAG.
 *
 * `readSerializedDag` checks all of it; nothing else turns JSON into this type.
 */
import type { DagAccess } from './dag-access.ts';
import type { DagId, GroupId, PoolName, TaskId } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { SerializedTimetable } from './timetables/index.ts';
import type { TriggerRule } from './trigger-rule.ts';

export const SERIALIZED_DAG_VERSION = 1;

export const WEIGHT_RULES = ['downstream', 'upstream', 'absolute'] as const;
export type WeightRule = (typeof WEIGHT_RULES)[number];

export const ISOLATIONS = ['warm', 'process'] as const;
/** `warm`: in a long-lived child that runs one attempt at a time; `process`: in a fresh one. */
export type Isolation = (typeof ISOLATIONS)[number];

/** What a task does to the tasks after it besides succeeding. */
export const FLOWS = ['branch', 'short_circuit', 'latest_only'] as const;
export type Flow = (typeof FLOWS)[number];

export interface SerializedRetries {
  /** How many times a failed attempt is followed by another. */
  readonly retries: number;
  readonly retryDelayMs: number;
  /** 0 or 1: the delay stays the same; another number multiplies it with every try. */
  readonly backoff: number;
  readonly maxRetryDelayMs: number | null;
}

export interface SerializedTask {
  readonly taskId: TaskId;
  /** What kind of task it is, as the UI and the API name it: `task`, `branch`, `bash`, `empty`, `http`, … */
  readonly operator: string;
  readonly displayName: string | null;
  readonly docMd: string | null;
  readonly owner: string;
  readonly groupId: GroupId | null;
  /** Direct upstream tasks, sorted. */
  readonly upstream: readonly TaskId[];
  /** Those of `upstream` whose result is part of this task's input, sorted. */
  readonly inputs: readonly TaskId[];
  readonly triggerRule: TriggerRule;
  readonly retry: SerializedRetries;
  readonly executionTimeoutMs: number | null;
  readonly pool: PoolName;
  readonly poolSlots: number;
  readonly priorityWeight: number;
  readonly weightRule: WeightRule;
  readonly queue: string;
  /** The executor's name; null means the default one. */
  readonly executor: string | null;
  readonly isolation: Isolation;
  readonly memoryLimitMb: number | null;
  readonly dependsOnPast: boolean;
  readonly ignoreFirstDependsOnPast: boolean;
  readonly waitForDownstream: boolean;
  readonly maxActiveTisPerDag: number | null;
  readonly maxActiveTisPerDagRun: number | null;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly flow: Flow | null;
  /** `short_circuit` only: leave tasks after the direct ones to their trigger rules. */
  readonly respectTriggerRules: boolean;
  readonly isSetup: boolean;
  readonly isTeardown: boolean;
  /** Teardown only: a failure of it fails the run. */
  readonly onFailureFailDagRun: boolean;
  /** Setups whose scope holds this task. */
  readonly setups: readonly TaskId[];
  /** True when it never reaches an executor: an `empty` task without work to do. */
  readonly isEmpty: boolean;
  /** Templated fields as authored, for people; functions appear as their source. */
  readonly templates: JsonObject;
}

export interface SerializedGroup {
  readonly groupId: GroupId;
  readonly parentId: GroupId | null;
  readonly displayName: string | null;
  readonly tooltip: string | null;
}

export interface SerializedDag {
  readonly schemaVersion: typeof SERIALIZED_DAG_VERSION;
  readonly dagId: DagId;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly docMd: string | null;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly timetable: SerializedTimetable;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly catchup: boolean;
  readonly maxActiveRuns: number;
  /** Limit of task instances that are queued or running, per run. */
  readonly maxActiveTasks: number;
  readonly maxConsecutiveFailedRuns: number;
  readonly dagRunTimeoutMs: number | null;
  readonly failFast: boolean;
  readonly isPausedUponCreation: boolean | null;
  /** Who may do what with it beyond what holds for all DAGs; absent: roles say so themselves. */
  readonly access?: DagAccess;
  /** A JSON Schema of an object; null when the DAG takes no params. */
  readonly params: JsonObject | null;
  readonly tasks: readonly SerializedTask[];
  readonly groups: readonly SerializedGroup[];
  /** The task whose result is the result of a run. */
  readonly resultTaskId: TaskId | null;
}
