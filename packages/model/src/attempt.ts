/**
 * One attempt, as it travels: the workload goes scheduler → executor → worker, the report comes back.
 *
 * Everything here is plain data that survives JSON. `*At` are milliseconds since the epoch.
 */

import type { DagRunType } from './dag-run-state.ts';
import type { EncodedValue } from './encoded-value.ts';
import type { AttemptId, BundleVersionId, DagId, DagRunKey, RunId, TaskId } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { Isolation } from './serialized-dag.ts';

export interface RunFacts {
  readonly dagRunKey: DagRunKey;
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly runType: DagRunType;
  readonly logicalDateAt: number | null;
  readonly dataIntervalStartAt: number | null;
  readonly dataIntervalEndAt: number | null;
  readonly runAfterAt: number;
  readonly queuedAt: number | null;
  readonly startedAt: number | null;
  /** The params given with the trigger; the author's defaults are filled in by the worker. */
  readonly conf: JsonObject;
}

export interface CodeLocation {
  readonly bundleVersion: BundleVersionId;
  /** Path of the DAG file inside the bundle, with `/`. */
  readonly file: string;
}

/** What a worker needs to run one attempt. */
export interface Workload {
  readonly attemptId: AttemptId;
  readonly taskId: TaskId;
  readonly mapIndex: number;
  /** 1 for the first try. */
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly run: RunFacts;
  readonly code: CodeLocation;
  /** Results of the upstream tasks that are part of the input, by task id. A task without result is absent. */
  readonly inputs: { readonly [taskId: string]: EncodedValue };
  readonly executionTimeoutMs: number | null;
  readonly isolation: Isolation;
  readonly memoryLimitMb: number | null;
  readonly queue: string;
  readonly priority: number;
  /**
   * Render the templated fields and do not run the task.
   * @default false
   */
  readonly isRenderOnly?: boolean;
}

/** An error as it crosses processes. */
export interface SerializedError {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
  readonly stack: string | null;
  readonly cause: SerializedError | null;
}

/** Why a process that ran an attempt ended it without an answer of the task. */
export const EXIT_REASONS = ['crashed', 'timeout', 'out_of_memory', 'cancelled', 'lost', 'could_not_start'] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];

export type AttemptOutcome =
  | {
      readonly kind: 'success';
      /** Absent when the task returned undefined. */
      readonly result?: EncodedValue;
      /** Values pushed under other keys than `return_value`. */
      readonly xcoms?: { readonly [key: string]: EncodedValue };
      /** A branch, short circuit or latest-only task says here which tasks do not run. */
      readonly skips?: SkipDirective;
    }
  | { readonly kind: 'skipped'; readonly reason: string }
  | {
      readonly kind: 'failed';
      readonly error: SerializedError;
      /** False when no retry may follow, whatever `retries` says. */
      readonly isRetryable: boolean;
      /** Overrides the retry delay. */
      readonly retryInMs?: number;
      readonly exitReason?: ExitReason;
    };

export type SkipDirective =
  /** Follow these direct downstream tasks; the other direct ones are skipped unless also downstream of a chosen one. */
  | { readonly kind: 'follow'; readonly taskIds: readonly TaskId[] }
  /** Skip everything downstream; with `respectTriggerRules` only the direct ones, and the rest by their rules. */
  | { readonly kind: 'stop'; readonly respectTriggerRules: boolean };

export interface ResourceUsage {
  readonly cpuMs: number;
  readonly peakMemoryMb: number;
}

/** What executors tell the scheduler. */
export type AttemptReport =
  /** A worker began to run it; `worker` names process and host for people. */
  | { readonly kind: 'started'; readonly attemptId: AttemptId; readonly at: number; readonly worker: string }
  | {
      readonly kind: 'finished';
      readonly attemptId: AttemptId;
      /** Null when it never started. */
      readonly startedAt: number | null;
      readonly at: number;
      readonly worker: string | null;
      readonly outcome: AttemptOutcome;
      readonly usage: ResourceUsage | null;
      /** Fields as they were rendered from templates, for people. */
      readonly rendered: JsonObject | null;
    };

/** The key under which a task's return value is stored. */
export const RETURN_VALUE = 'return_value';
/** The key under which a task's skip directive is stored, so that a later clear skips again. */
export const SKIPPED_TASKS = 'skipmixin_key';
