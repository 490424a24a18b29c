/** What the context of a task asks for, answered by a child. */
import type { AttemptId, JsonObject } from '@tradewind/model';
import type { LogEntry, TaskServices } from '@tradewind/sdk/runtime';
import type { ExecutionApi } from '../execution-api.ts';
import type { LogLine } from '../logs/log-line.ts';
import type { AttemptOutput } from './attempt-output.ts';

export interface ServiceParts {
  readonly attemptId: AttemptId;
  readonly signal: AbortSignal;
  readonly output: AttemptOutput;
  readonly api: ExecutionApi;
}

export function createTaskServices({ attemptId, signal, output, api }: ServiceParts): TaskServices {
  return {
    signal,
    now: Date.now,
    log: (entry) => output.write(lineOf(entry), attemptId),
    getVariable: (key) => api.getVariable(attemptId, key),
    setVariable: (key, value, description) => api.setVariable(attemptId, key, value, description),
    getConnection: (id) => api.getConnection(attemptId, id),
    pullXCom: (request) => api.getXCom(attemptId, request),
  };
}

function lineOf({ level, message, fields, stream }: LogEntry): LogLine {
  const line = { at: new Date().toISOString(), level, stream: stream === 'task' ? 'log' : stream, message } as const;
  return fields === null ? line : { ...line, fields: asJson(fields) };
}

/** Whatever an author logs, a log line can carry: what JSON cannot hold becomes text. */
function asJson(fields: { readonly [name: string]: unknown }): JsonObject {
  try {
    return JSON.parse(JSON.stringify(fields, writable)) as JsonObject;
  } catch {
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  }
}

function writable(_name: string, value: unknown): unknown {
  if (value instanceof Error) return value.stack ?? String(value);
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return String(value);
  if (value instanceof Map || value instanceof Set) return [...value];
  return value;
}
