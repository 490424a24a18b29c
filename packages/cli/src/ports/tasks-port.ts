import type { DagId, RunId, TaskId, TaskInstanceState } from '@tradewind/model';

export interface ClearRequest {
  readonly dagId: DagId;
  /** All tasks when absent. */
  readonly taskIds?: readonly TaskId[];
  /** One run; otherwise those whose logical date is in the range. */
  readonly runId?: string;
  readonly logicalDateFromAt?: number;
  readonly logicalDateToAt?: number;
  readonly withUpstream: boolean;
  readonly withDownstream: boolean;
  readonly onlyFailed: boolean;
  readonly onlyRunning: boolean;
  /** Changes nothing, and says what would be cleared. */
  readonly isDryRun: boolean;
}

export interface ClearedTask {
  readonly runId: string;
  readonly taskId: TaskId;
  readonly mapIndex: number;
  /** The state that it is cleared from. */
  readonly state: TaskInstanceState;
}

/** One condition on the way of a task instance to a worker. */
export interface Gate {
  /** Such as `trigger_rule` or `pool`. */
  readonly id: string;
  /** Where on its way the task instance meets it. */
  readonly layer: string;
  readonly status: 'pass' | 'block' | 'unknown';
  /** What it waits for, or why it is satisfied. */
  readonly sentence: string;
  /** The facts that it was judged by. */
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly sinceAt: number | null;
  /** What a person can do about it; null when only waiting helps. */
  readonly fix: string | null;
}

export interface Explanation {
  readonly state: TaskInstanceState;
  /** The answer in a sentence or two. */
  readonly verdict: string;
  readonly gates: readonly Gate[];
}

export interface TasksPort {
  clear(request: ClearRequest): Promise<readonly ClearedTask[]>;
  explain(target: {
    readonly dagId: DagId;
    readonly runId: RunId;
    readonly taskId: TaskId;
    readonly mapIndex: number;
  }): Promise<Explanation>;
}
