/**
 * What a client of the event stream can hear of.
 *
 * `home`, `queue`, `dag:<dag>`, `run:<dag>/<run>`, `ti:<dag>/<run>/<task>/<map index>` and
 * `log:<dag>/<run>/<task>/<map index>/<try>`; each part is encoded as in a URL. The map index may be left out of `ti`.
 */
import type { DagId, RunId, TaskId } from '@tradewind/model';
import type { Caller } from '../identity/caller.ts';
import { mayDo } from '../identity/may-do.ts';

export type Topic =
  /** Runs of all DAGs that the caller may read. */
  | { readonly kind: 'home' }
  /** Pools and what waits for them. */
  | { readonly kind: 'queue' }
  | { readonly kind: 'dag'; readonly dagId: DagId }
  | { readonly kind: 'run'; readonly dagId: DagId; readonly runId: RunId }
  | ({ readonly kind: 'ti' } & InstanceName)
  | ({ readonly kind: 'log'; readonly tryNumber: number } & InstanceName);

export interface InstanceName {
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly taskId: TaskId;
  /** -1: not mapped. */
  readonly mapIndex: number;
}

/** Null when the text names no topic. */
export function parseTopic(text: string): Topic | null {
  if (text === 'home' || text === 'queue') return { kind: text };
  const colon = text.indexOf(':');
  const parts = decodeParts(text.slice(colon + 1));
  if (colon === -1 || parts === null) return null;
  return topicOf(text.slice(0, colon), parts);
}

function decodeParts(text: string): readonly string[] | null {
  try {
    const parts = text.split('/').map(decodeURIComponent);
    return parts.every((part) => part !== '' && !part.includes('\0')) ? parts : null;
  } catch {
    return null;
  }
}

function topicOf(kind: string, parts: readonly string[]): Topic | null {
  const [dag, run, task, map = '-1', attempt] = parts;
  const dagId = dag as DagId;
  const runId = run as RunId;
  if (kind === 'dag' && parts.length === 1) return { kind, dagId };
  if (kind === 'run' && parts.length === 2) return { kind, dagId, runId };
  const mapIndex = readInteger(map);
  if (mapIndex === null || mapIndex < -1) return null;
  const instance = { dagId, runId, taskId: task as TaskId, mapIndex };
  if (kind === 'ti' && (parts.length === 3 || parts.length === 4)) return { kind, ...instance };
  const tryNumber = readInteger(attempt ?? '');
  if (kind === 'log' && parts.length === 5 && tryNumber !== null && tryNumber >= 0)
    return { kind, ...instance, tryNumber };
  return null;
}

function readInteger(text: string): number | null {
  const value = Number(text);
  return /^-?\d{1,9}$/.test(text) && Number.isSafeInteger(value) ? value : null;
}

/** The one way to write a topic, so that equal topics are equal texts. */
export function topicText(topic: Topic): string {
  if (topic.kind === 'home' || topic.kind === 'queue') return topic.kind;
  const parts: (string | number)[] = [topic.dagId];
  if (topic.kind !== 'dag') parts.push(topic.runId);
  if (topic.kind === 'ti' || topic.kind === 'log') parts.push(topic.taskId, topic.mapIndex);
  if (topic.kind === 'log') parts.push(topic.tryNumber);
  return `${topic.kind}:${parts.map(encodeURIComponent).join('/')}`;
}

export function mayWatch(caller: Caller, topic: Topic): boolean {
  switch (topic.kind) {
    case 'home':
      return true;
    case 'queue':
      return mayDo(caller, 'can_read', 'Pools');
    case 'dag':
      return mayDo(caller, 'can_read', 'DAG Runs', topic.dagId) && mayDo(caller, 'can_read', 'DAGs', topic.dagId);
    case 'run':
      return mayDo(caller, 'can_read', 'DAG Runs', topic.dagId);
    case 'ti':
      return mayDo(caller, 'can_read', 'Task Instances', topic.dagId);
    case 'log':
      return mayDo(caller, 'can_read', 'Task Logs', topic.dagId);
  }
}
