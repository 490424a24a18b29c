/** What is different between two runs of a DAG, and how much of it is suspicious. Pure. */
import {
  canonicalJson,
  type Json,
  type JsonObject,
  type SerializedDag,
  type SerializedTask,
  type TaskId,
} from '@tradewind/model';
import type { DagRunRow, RunValueRow, TaskInstanceRow } from '@tradewind/store';

export interface Difference {
  readonly kind: string;
  readonly taskId: TaskId | null;
  readonly mapIndex: number | null;
  readonly sentence: string;
  readonly before: Json;
  readonly after: Json;
  /** From 0 to 1. */
  readonly suspicion: number;
}

export interface ComparedRun {
  readonly run: DagRunRow;
  readonly dag: SerializedDag;
  readonly instances: readonly TaskInstanceRow[];
  readonly values: readonly RunValueRow[];
}

/** A variable or connection that somebody changed between the two runs. */
export interface OutsideChange {
  readonly event: string;
  readonly name: string;
  readonly owner: string | null;
  readonly happenedAt: number;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** What was compared and is the same. */
  readonly unchanged: readonly string[];
}

/** What may be told; of the rest at most that it differs. */
export interface Shown {
  readonly values: boolean;
  readonly code: boolean;
  /** The kinds of outside changes; empty: none is compared. */
  readonly outside: readonly ('variables' | 'connections')[];
}

export interface CompareInput {
  /** The run that worked. */
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  readonly outside: readonly OutsideChange[];
  readonly shown: Shown;
  /** Only these tasks; null: all. */
  readonly taskIds: ReadonlySet<TaskId> | null;
}

/** A task is slower or faster when it takes more than this many times as long, and a second more. */
const NOTABLE_RATIO = 2;
const NOTABLE_MS = 1000;

export function compareRuns({ before, after, outside, shown, taskIds }: CompareInput): Comparison {
  const isMeant = (taskId: TaskId | null): boolean => taskId === null || taskIds === null || taskIds.has(taskId);
  const aspects: Readonly<Record<string, readonly Difference[]>> = {
    code: compareDags(before.dag, after.dag, shown),
    conf: compareConf(before.run, after.run),
    ...(shown.outside.length === 0 ? {} : { [shown.outside.join(' and ')]: outside.map(sayOutside) }),
    'upstream results': compareValues(before.values, after.values, shown),
    states: compareInstances(before, after, compareState),
    'rendered fields': compareInstances(before, after, compareRendered),
    'pool, queue and worker': compareInstances(before, after, comparePlace),
    durations: compareInstances(before, after, compareDuration),
  };
  const meant = Object.entries(aspects).map(
    ([name, found]) => [name, found.filter(({ taskId }) => isMeant(taskId))] as const,
  );
  return {
    differences: meant.flatMap(([, found]) => found).toSorted((one, other) => other.suspicion - one.suspicion),
    unchanged: meant.filter(([, found]) => found.length === 0).map(([name]) => name),
  };
}

type Facts = Omit<Difference, 'taskId' | 'mapIndex' | 'before' | 'after'> & Partial<Difference>;

function difference(facts: Facts): Difference {
  return { taskId: null, mapIndex: null, before: null, after: null, ...facts };
}

function compareDags(before: SerializedDag, after: SerializedDag, shown: Shown): readonly Difference[] {
  const old = new Map(before.tasks.map((task) => [task.taskId, task]));
  const differences = after.tasks.flatMap((task) => compareTask(old.get(task.taskId), task, shown));
  const left = new Set(after.tasks.map(({ taskId }) => taskId));
  const removed = before.tasks
    .filter(({ taskId }) => !left.has(taskId))
    .map(({ taskId }) =>
      difference({ kind: 'task_removed', taskId, sentence: `Task ${taskId} is gone.`, suspicion: 0.7 }),
    );
  const { tasks: _before, ...oldRest } = before;
  const { tasks: _after, ...newRest } = after;
  const changed = changedFields(oldRest as unknown as JsonObject, newRest as unknown as JsonObject);
  const ofDag = changed.map((field) =>
    difference({
      kind: 'dag_changed',
      sentence: `The DAG has another ${field}.`,
      ...shownSides(oldRest as unknown as JsonObject, newRest as unknown as JsonObject, field, shown),
      suspicion: 0.5,
    }),
  );
  return [...differences, ...removed, ...ofDag];
}

function compareTask(before: SerializedTask | undefined, task: SerializedTask, shown: Shown): readonly Difference[] {
  const { taskId } = task;
  if (before === undefined) {
    return [difference({ kind: 'task_added', taskId, sentence: `Task ${taskId} is new.`, suspicion: 0.8 })];
  }
  const [old, current] = [before as unknown as JsonObject, task as unknown as JsonObject];
  return changedFields(old, current).map((field) =>
    difference({
      kind: 'task_changed',
      taskId,
      sentence: `Task ${taskId} has another ${field}.`,
      ...shownSides(old, current, field, shown),
      suspicion: field === 'templates' || field === 'upstream' ? 0.85 : 0.6,
    }),
  );
}

/** Templates are code, and who has access is told nowhere but in it. */
const IN_CODE = new Set(['templates', 'access']);

function shownSides(before: JsonObject, after: JsonObject, field: string, shown: Shown): Partial<Difference> {
  if (!shown.code && IN_CODE.has(field)) return {};
  return { before: before[field] ?? null, after: after[field] ?? null };
}

function changedFields(before: JsonObject, after: JsonObject): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null));
}

function compareConf({ conf: before }: DagRunRow, { conf: after }: DagRunRow): readonly Difference[] {
  return changedFields(before, after).map((field) =>
    difference({
      kind: 'conf',
      sentence: `conf.${field} is different.`,
      before: before[field] ?? null,
      after: after[field] ?? null,
      suspicion: 0.75,
    }),
  );
}

function sayOutside({ event, name, owner, happenedAt }: OutsideChange): Difference {
  return difference({
    kind: 'outside',
    sentence: `${owner ?? 'Somebody'} changed "${name}" (${event}) on ${new Date(happenedAt).toISOString()}.`,
    after: { event, name },
    suspicion: 0.7,
  });
}

const keyOf = (one: { readonly taskId: TaskId; readonly mapIndex: number }, ...rest: readonly string[]): string =>
  JSON.stringify([one.taskId, one.mapIndex, ...rest]);

/** A value that shrank or grew by much is likelier to have to do with it than one that is merely another. */
function compareValues(
  before: readonly RunValueRow[],
  after: readonly RunValueRow[],
  shown: Shown,
): readonly Difference[] {
  const old = new Map(before.map((row) => [keyOf(row, row.key), row]));
  return after.flatMap((row) => {
    const known = old.get(keyOf(row, row.key));
    if (known === undefined || known.hash === row.hash) return [];
    const ratio = row.size / Math.max(known.size, 1);
    const isOdd = ratio < 0.5 || ratio > 2;
    const sizes = shown.values ? `: ${known.size} → ${row.size} characters` : '';
    return difference({
      kind: 'value',
      taskId: row.taskId,
      mapIndex: row.mapIndex,
      sentence: `${row.taskId} left another ${row.key}${sizes}.`,
      before: shown.values ? known.text : null,
      after: shown.values ? row.text : null,
      suspicion: isOdd ? 0.65 : 0.3,
    });
  });
}

type Compare = (before: TaskInstanceRow, after: TaskInstanceRow) => Difference | null;

function compareInstances(before: ComparedRun, after: ComparedRun, compare: Compare): readonly Difference[] {
  const old = new Map(before.instances.map((row) => [keyOf(row), row]));
  return after.instances.flatMap((row) => {
    const known = old.get(keyOf(row));
    return known === undefined ? [] : (compare(known, row) ?? []);
  });
}

const compareState: Compare = (before, after) => {
  if (before.state === after.state && before.tryNumber === after.tryNumber) return null;
  const tries = before.tryNumber === after.tryNumber ? '' : ` (try ${before.tryNumber} → ${after.tryNumber})`;
  return difference({
    kind: 'state',
    taskId: after.taskId,
    mapIndex: after.mapIndex,
    sentence: `${after.taskId}: ${before.state} → ${after.state}${tries}.`,
    before: before.state,
    after: { state: after.state, error: (after.error as Json | null) ?? null },
    suspicion: after.state === 'failed' ? 0.9 : 0.4,
  });
};

const compareRendered: Compare = (before, after) => {
  if (before.rendered === null || after.rendered === null) return null;
  const fields = changedFields(before.rendered, after.rendered);
  if (fields.length === 0) return null;
  return difference({
    kind: 'rendered',
    taskId: after.taskId,
    mapIndex: after.mapIndex,
    sentence: `${after.taskId} was rendered with another ${fields.join(', ')}.`,
    before: before.rendered,
    after: after.rendered,
    suspicion: 0.35,
  });
};

const comparePlace: Compare = (before, after) => {
  const placeOf = ({ pool, queue, worker }: TaskInstanceRow): JsonObject => ({ pool, queue, worker: hostOf(worker) });
  const fields = changedFields(placeOf(before), placeOf(after));
  if (fields.length === 0 || before.worker === null || after.worker === null) return null;
  return difference({
    kind: 'place',
    taskId: after.taskId,
    mapIndex: after.mapIndex,
    sentence: `${after.taskId} ran with another ${fields.join(', ')}.`,
    before: placeOf(before),
    after: placeOf(after),
    suspicion: 0.4,
  });
};

/** Workers are `pid@host`; another process of the same host is nothing new. */
function hostOf(worker: string | null): string | null {
  return worker?.split('@').at(-1) ?? null;
}

const compareDuration: Compare = (before, after) => {
  const [old, current] = [durationOf(before), durationOf(after)];
  if (old === null || current === null || Math.abs(current - old) < NOTABLE_MS) return null;
  const ratio = current / Math.max(old, 1);
  if (ratio < NOTABLE_RATIO && ratio > 1 / NOTABLE_RATIO) return null;
  return difference({
    kind: 'duration',
    taskId: after.taskId,
    mapIndex: after.mapIndex,
    sentence: `${after.taskId} took ${Math.round(current / 100) / 10} s instead of ${Math.round(old / 100) / 10} s.`,
    before: old,
    after: current,
    suspicion: 0.3,
  });
};

function durationOf({ startedAt, finishedAt }: TaskInstanceRow): number | null {
  return startedAt === null || finishedAt === null ? null : finishedAt - startedAt;
}
