import type { DagRunKey, JsonObject, TaskId, TaskInstanceState } from '@tradewind/model';

export interface LogTarget {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  /** -1 when it is not mapped. */
  readonly mapIndex: number;
  readonly tryNumber: number;
}

export interface LogLine {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** `log`: structured lines of the task; `stdout`, `stderr`: what it printed; `system`: what Tradewind says about it. */
  readonly stream: 'log' | 'stdout' | 'stderr' | 'system';
  readonly message: string;
  readonly fields?: JsonObject;
}

export interface Attempt {
  readonly tryNumber: number;
  readonly state: TaskInstanceState;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly worker: string | null;
}

export interface LogsPort {
  /** The attempts of a task instance that have begun, the latest one last. */
  listAttempts(target: Omit<LogTarget, 'tryNumber'>): Promise<readonly Attempt[]>;
  /** The lines of one attempt; with `follow` also those still to come, until it has finished. */
  read(target: LogTarget, options: { readonly follow: boolean; readonly signal: AbortSignal }): AsyncIterable<LogLine>;
}
