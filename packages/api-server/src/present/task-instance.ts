import { createHash } from 'node:crypto';
import type { Static } from '@sinclair/typebox';
import type { TaskInstance, TaskInstanceTry } from '@tradewind/contract';
import type { TaskInstanceState } from '@tradewind/model';
import type { AttemptRow, TaskInstanceDetailsRow, VersionCard } from '@tradewind/store';
import { instantText } from '../http/instant.ts';
import type { Caller } from '../identity/caller.ts';
import { canOf } from '../identity/policy/can.ts';
import { presentVersion, secondsBetween } from './dag-run.ts';

type ShownState = Exclude<TaskInstanceState, 'none'> | null;

/** What a task instance and each of its tries say alike. */
function sharedFields(row: TaskInstanceDetailsRow, version: VersionCard | undefined) {
  return {
    task_id: row.taskId,
    dag_id: row.dagId,
    dag_run_id: row.runId,
    map_index: row.mapIndex,
    task_display_name: version?.taskNames?.[row.taskId] ?? row.taskId,
    dag_display_name: version?.displayName ?? row.dagId,
    max_tries: row.maxTries,
    unixname: null,
    pool: row.pool,
    pool_slots: row.poolSlots,
    queue: row.queue,
    priority_weight: row.priority,
    operator: row.operator,
    operator_name: row.operator,
    executor: row.executor,
    executor_config: '{}',
    dag_version: version === undefined ? null : presentVersion(version),
  };
}

/** The facts of an attempt, or of a task instance with the one in force. */
type AttemptFacts = Pick<
  AttemptRow,
  'state' | 'tryNumber' | 'queuedAt' | 'startedAt' | 'finishedAt' | 'worker' | 'error'
>;

function attemptFields(facts: AttemptFacts) {
  return {
    state: shownState(facts.state),
    start_date: instantText(facts.startedAt),
    end_date: instantText(facts.finishedAt),
    duration: secondsBetween(facts.startedAt, facts.finishedAt),
    try_number: facts.tryNumber,
    queued_when: instantText(facts.queuedAt),
    error: facts.error,
    ...hostOf(facts.worker),
  };
}

export function presentTaskInstance(
  row: TaskInstanceDetailsRow,
  version: VersionCard | undefined,
  caller: Caller,
): Static<typeof TaskInstance> {
  return {
    id: row.attemptId ?? stableId(row),
    ...sharedFields(row, version),
    ...attemptFields(row),
    scheduled_when: instantText(row.scheduledAt),
    logical_date: instantText(row.logicalDateAt),
    run_after: instantText(row.runAfterAt),
    note: row.note,
    rendered_map_index: row.mapIndex === -1 ? null : String(row.mapIndex),
    rendered_fields: row.rendered ?? {},
    trigger: null,
    triggerer_job: null,
    reason: row.reason,
    next_try_at: instantText(row.nextTryAt),
    dependencies_met_at: instantText(row.dependenciesMetAt),
    handed_over_at: instantText(row.handedOverAt),
    cpu_ms: row.cpuMs,
    peak_memory_mb: row.peakMemoryMb,
    can: canOf(caller, 'task_instance', row.dagId),
  };
}

/** One try; `attempt` is null for a task instance that has not been tried yet. */
export function presentTry(
  row: TaskInstanceDetailsRow,
  attempt: AttemptRow | null,
  version: VersionCard | undefined,
): Static<typeof TaskInstanceTry> {
  const isInForce = attempt === null || attempt.attemptId === row.attemptId;
  return {
    ...sharedFields(row, version),
    ...attemptFields(attempt ?? row),
    scheduled_when: isInForce ? instantText(row.scheduledAt) : null,
    ...(isInForce ? { reason: row.reason } : {}),
  };
}

function shownState(state: TaskInstanceState): ShownState {
  return state === 'none' ? null : state;
}

/** `worker` names a process and its host: `host:1234`. */
function hostOf(worker: string | null): { readonly hostname: string | null; readonly pid: number | null } {
  const parts = worker === null ? null : /^(.+):(\d{1,9})$/.exec(worker);
  return parts === null ? { hostname: worker, pid: null } : { hostname: parts[1]!, pid: Number(parts[2]) };
}

/** A UUID made of what names the task instance: the same whenever it is asked for before the first attempt. */
function stableId({
  dagRunKey,
  taskId,
  mapIndex,
}: Pick<TaskInstanceDetailsRow, 'dagRunKey' | 'taskId' | 'mapIndex'>): string {
  const bytes = createHash('sha1').update(`${dagRunKey}/${taskId}/${mapIndex}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
