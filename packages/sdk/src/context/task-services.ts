import type { EncodedValue, JsonObject } from '@tradewind/model';
import type { LogEntry } from './task-log.ts';

/** Which XCom is asked for. */
export interface XComRequest {
  readonly dagId: string;
  readonly runId: string;
  readonly taskId: string;
  readonly key: string;
  /** -1 for a task that is not mapped. */
  readonly mapIndex: number;
}

/** A connection as it is stored. Empty parts are null. */
export interface ConnectionFacts {
  readonly id: string;
  readonly type: string;
  readonly host: string | null;
  readonly port: number | null;
  readonly login: string | null;
  readonly password: string | null;
  readonly schema: string | null;
  readonly extra: JsonObject;
}

/**
 * What the context of a task asks of the process that it runs in.
 *
 * The child of a worker answers over its channel, a test answers from memory. `log` returns at once and never throws.
 */
export interface TaskServices {
  /** Is aborted when the attempt has to stop. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  now(): number;
  log(entry: LogEntry): void;
  /** Null when nobody has set the variable. */
  getVariable(key: string): Promise<string | null>;
  setVariable(key: string, value: string, description: string | null): Promise<void>;
  /** Null when there is no such connection. */
  getConnection(id: string): Promise<ConnectionFacts | null>;
  /** Null when there is no such XCom. */
  pullXCom(request: XComRequest): Promise<EncodedValue | null>;
}
