/** One line of an attempt's log, as it is stored: JSON with these fields in this order. */
import type { DagId, RunId, TaskId } from './ids.ts';
import type { JsonObject } from './json.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `log`: `ctx.log`; `stdout`, `stderr`: what the process printed; `system`: what Tradewind has to say about it. */
export const LOG_STREAMS = ['log', 'stdout', 'stderr', 'system'] as const;
export type LogStream = (typeof LOG_STREAMS)[number];

export interface LogLine {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly level: LogLevel;
  readonly stream: LogStream;
  readonly message: string;
  readonly fields?: JsonObject;
}

/** The attempt that a log belongs to, by the words that people use. */
export interface AttemptRef {
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly taskId: TaskId;
  /** -1: not mapped. */
  readonly mapIndex: number;
  /** 1 for the first try. */
  readonly tryNumber: number;
}
