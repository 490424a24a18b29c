import type { AuthoredTriggerRule, Isolation, WeightRule } from '@tradewind/model';
import type { Duration } from '../duration.ts';
import type { DateInput } from './date-input.ts';

/** How a task is run. Every field may also stand in `defaults` of a DAG or group. */
export interface TaskSettings {
  /** How many times a failed attempt is followed by another. @default 0 */
  readonly retries?: number;
  /** How long to wait before the next try. @default '5m' */
  readonly retryDelay?: Duration;
  /** Multiplies the delay with every try; 0 and 1 leave it as it is. @default 0 */
  readonly retryBackoff?: number;
  /** The longest delay that `retryBackoff` may lead to. @default 24 hours */
  readonly maxRetryDelay?: Duration | null;
  /** How long one attempt may take. @default no limit */
  readonly executionTimeout?: Duration | null;
  /** How the upstream tasks must have ended. @default 'all_success' */
  readonly triggerRule?: AuthoredTriggerRule;
  /** The pool whose slots the task takes. @default 'default_pool' */
  readonly pool?: string;
  /** How many slots it takes. @default 1 */
  readonly poolSlots?: number;
  /** Tasks with a higher priority go first when a limit makes them wait. @default 1 */
  readonly priorityWeight?: number;
  /** Whether the weights of all tasks after it, before it, or only its own count. @default 'downstream' */
  readonly weightRule?: WeightRule;
  /** Which workers may take it. @default 'default' */
  readonly queue?: string;
  /** The name of the executor. @default the first one that is configured */
  readonly executor?: string | null;
  /** Whether it shares a warm process, one attempt at a time, or gets a fresh one. @default 'warm' */
  readonly isolation?: Isolation;
  /** The memory, in megabytes, at which its process is ended. @default no limit */
  readonly memoryLimitMb?: number | null;
  /** Waits until the same task has succeeded, or was skipped, in the run before. @default false */
  readonly dependsOnPast?: boolean;
  /** Lets the first run ever go without a run before it. @default true */
  readonly ignoreFirstDependsOnPast?: boolean;
  /** As `dependsOnPast`, and also for the tasks directly after it. @default false */
  readonly waitForDownstream?: boolean;
  /** How many instances of the task may run at once, over all runs. @default no limit */
  readonly maxActiveTisPerDag?: number | null;
  /** How many instances of the task may run at once in one run. @default no limit */
  readonly maxActiveTisPerDagRun?: number | null;
  /** The task takes no part in runs whose logical date is before it. @default that of the DAG */
  readonly startDate?: DateInput | null;
  /** The task takes no part in runs whose logical date is after it. @default that of the DAG */
  readonly endDate?: DateInput | null;
  /** Whom to ask. @default 'tradewind' */
  readonly owner?: string;
}

/** How a task is run and shown. */
export interface TaskOptions extends TaskSettings {
  /** The name that people see. @default the id */
  readonly displayName?: string;
  /** Documentation in Markdown. */
  readonly docMd?: string;
}

/** What one use of a task may change. */
export interface TaskOverrides extends TaskOptions {
  /** The id for this use. @default the id of the task */
  readonly id?: string;
}
