/** What is done to task instances, one by one, by group, or many at once. */
import type { Static } from '@sinclair/typebox';
import type { BulkTaskInstance, TaskInstancePatchBody } from '@tradewind/contract';
import { type DagId, isFinished, isFinishedRun, type RunId, type TaskId } from '@tradewind/model';
import {
  type AuditDeed,
  deleteTaskInstances,
  findDagRun,
  findTaskInstances,
  type LockedDagRun,
  lockDagRuns,
  notifySchedulers,
  type Queryable,
  saveTaskNotes,
  type TaskInstanceDetailsRow,
  type TaskInstanceRef,
  touchDagRuns,
} from '@tradewind/store';
import type { BulkWork } from '../../http/bulk.ts';
import type { Changing } from '../../http/change.ts';
import { HttpProblem } from '../../http/http-problem.ts';
import { masked } from '../../http/update-mask.ts';
import { requireRight } from '../../identity/require-right.ts';
import { applyMark, type MarkPlan, planMark } from '../../operations/mark-task-instances.ts';
import { lockRunAndOthers, type TaskChoice } from '../../operations/scope-of-tasks.ts';
import { undoable } from '../../operations/undo.ts';
import { markReason, type RunDeedContext } from './run-deeds.ts';
import { ALL, type RunPath, requireDagRun } from './run-scope.ts';
import { requireTaskInstance, type TaskPath } from './task-instance-answers.ts';

export type MarkBody = Static<typeof TaskInstancePatchBody>;

/** What an edit means: tasks of a run. */
export interface Meant extends RunPath {
  readonly tasks: readonly TaskChoice[];
}

/** @throws {HttpProblem} 404, when none of them exists. */
export async function planPatch(transaction: Queryable, meant: Meant, body: MarkBody): Promise<MarkPlan | null> {
  await requireAny(transaction, meant);
  if (!body.new_state) return null;
  return planMark(transaction, {
    dagId: meant.dag_id as DagId,
    runId: meant.dag_run_id,
    tasks: meant.tasks,
    state: body.new_state,
    withUpstream: body.include_upstream ?? false,
    withDownstream: body.include_downstream ?? false,
    withPast: body.include_past ?? false,
    withFuture: body.include_future ?? false,
  });
}

async function requireAny(transaction: Queryable, meant: Meant): Promise<readonly TaskInstanceDetailsRow[]> {
  const { dagRunKey } = await requireDagRun(transaction, meant);
  const found = await findTaskInstances(
    transaction,
    meant.tasks.map((task) => ({ dagRunKey, ...task })),
  );
  const [first] = meant.tasks;
  if (found.length === 0 && first !== undefined)
    await requireTaskInstance(transaction, {
      dag_id: meant.dag_id,
      dag_run_id: meant.dag_run_id,
      task_id: first.taskId,
      ...(first.mapIndex === null ? {} : { map_index: first.mapIndex }),
    });
  return found;
}

export interface Patched {
  /** What was changed, as it is after it. */
  readonly rows: readonly TaskInstanceDetailsRow[];
  readonly deed: AuditDeed;
  /** By which it is taken back; null when it cannot be. */
  readonly undoToken: string | null;
}

/** Marks, and notes. @throws {HttpProblem} 400, when nothing is asked for; 409, when all have the state already. */
export async function patchTasks(
  { transaction }: Changing,
  meant: Meant,
  body: MarkBody,
  { now, caller }: RunDeedContext,
): Promise<Patched> {
  const { new_state: state, note } = body;
  if (!state && note === undefined)
    throw new HttpProblem(
      400,
      'Nothing is to be changed: give new_state or note, and name it in update_mask if there is one.',
    );
  const plan = await planPatch(transaction, meant, body);
  let undoToken: string | null = null;
  if (plan !== null) {
    if (plan.instances.length === 0 && note === undefined) refuseSame(meant, state!);
    const dagId = meant.dag_id as DagId;
    const mark = { dagId, state: state!, reason: markReason(caller), at: now() };
    const offer = { owner: caller, event: 'patch_task_instance', dagId, now: now() };
    undoToken = await undoable(transaction, touchedBy(plan), offer, () => applyMark(transaction, plan, mark));
  }
  const own = await requireAny(transaction, meant);
  if (note !== undefined) await saveTaskNotes(transaction, own, note);
  const changed = plan === null || plan.instances.length === 0 ? own : plan.instances;
  return {
    rows: await findTaskInstances(transaction, changed),
    deed: deedOf(meant, body, plan?.instances ?? own),
    undoToken,
  };
}

/** What marking changes: the task instances themselves, and those after them, which may be cleared. */
function touchedBy({ instances, after }: MarkPlan): readonly TaskInstanceRef[] {
  const below = after.flatMap(({ dagRunKey, taskIds }) =>
    taskIds.map((task) => ({ dagRunKey, taskId: typeof task === 'string' ? task : task[0], mapIndex: null })),
  );
  return instances.length === 0 ? [] : [...instances, ...below];
}

/** @throws {HttpProblem} 409 */
function refuseSame({ tasks }: Meant, state: string): never {
  const names = tasks.map(({ taskId }) => taskId).join(', ');
  throw new HttpProblem(409, `Task id ${names} is already in ${state} state`);
}

/** Of what is marked so much is on record one by one. */
const MOST_RECORDED = 200;

function deedOf(
  meant: Meant,
  { new_state: state, note }: MarkBody,
  before: readonly TaskInstanceDetailsRow[],
): AuditDeed {
  const [only] = meant.tasks;
  return {
    event: 'patch_task_instance',
    dagId: meant.dag_id,
    runId: meant.dag_run_id,
    ...(meant.tasks.length === 1 ? { taskId: only!.taskId, mapIndex: only!.mapIndex } : {}),
    before: {
      task_instances: before.slice(0, MOST_RECORDED).map(({ runId, taskId, mapIndex, state: was }) => ({
        run_id: runId,
        task_id: taskId,
        map_index: mapIndex,
        state: was,
      })),
    },
    after: { ...(state ? { state } : {}), ...(note === undefined ? {} : { note }), count: before.length },
  };
}

/** @throws {HttpProblem} 409, when the task instance is under way or its run is. */
export async function deleteTask({ transaction }: Changing, path: TaskPath): Promise<AuditDeed> {
  const row = await requireTaskInstance(transaction, path);
  const [run] = (await lockRun(transaction, row)) as readonly [LockedDagRun];
  const isFree = isFinishedRun(run.state) || row.state === 'removed';
  if (!isFree || !isFinished(row.state)) {
    throw new HttpProblem(
      409,
      `Task "${row.taskId}" of run "${row.runId}" is ${row.state === 'none' ? 'waiting' : row.state}, and its run is ${run.state}. Wait for the end of the run.`,
    );
  }
  await deleteTaskInstances(transaction, [row]);
  await touchDagRuns(transaction, [row.dagRunKey]);
  await notifySchedulers(transaction, { kind: 'run', runs: [row.dagRunKey], dagIds: [row.dagId] });
  const { dagId, runId, taskId, mapIndex, state } = row;
  return { event: 'delete_task_instance', dagId, runId, taskId, mapIndex, before: { state } };
}

function lockRun(transaction: Queryable, { dagId, runId }: TaskInstanceDetailsRow): Promise<readonly LockedDagRun[]> {
  return lockDagRuns(transaction, dagId, { runId });
}

type Entity = Static<typeof BulkTaskInstance>;
type Key = Required<Pick<TaskPath, 'dag_id' | 'dag_run_id' | 'task_id'>> & { readonly map_index: number | null };

/** `path`: DAG and run, each `~` when the entities say their own. */
export function bulkTaskWork(path: RunPath, context: RunDeedContext): BulkWork<Entity, Entity, Entity, Key> {
  const { caller } = context;
  return {
    noun: 'task instances',
    keyOf: (entity) => keyOf(path, entity),
    sayKey,
    permit({ dag_id: dagId }, action) {
      requireRight(caller, action === 'delete' ? 'can_delete' : 'can_edit', 'Task Instances', dagId as DagId);
    },
    async findExisting(keys, { transaction }) {
      const existing = new Set<string>();
      for (const key of keys) {
        const run = await findDagRun(transaction, key.dag_id as DagId, key.dag_run_id as RunId);
        if (run === null) continue;
        const choice = { taskId: key.task_id as TaskId, mapIndex: key.map_index };
        const found = await findTaskInstances(transaction, [{ dagRunKey: run.dagRunKey, ...choice }]);
        if (found.length > 0) existing.add(sayKey(key));
      }
      return existing;
    },
    create: () => {
      throw new HttpProblem(405, 'Task instances are created with their run. Trigger a run, or clear it.');
    },
    async update(entity, changing, mask) {
      const key = keyOf(path, entity);
      const { new_state, note, ...rest } = entity;
      const fields = masked(
        { ...(new_state === undefined ? {} : { new_state }), ...(note === undefined ? {} : { note }) },
        mask,
      );
      const tasks = [{ taskId: key.task_id as TaskId, mapIndex: key.map_index }];
      return (await patchTasks(changing, { ...key, tasks }, { ...scopeOf(rest), ...fields }, context)).deed;
    },
    async delete(key, changing) {
      await lockRunAndOthers(changing.transaction, {
        dagId: key.dag_id as DagId,
        runId: key.dag_run_id,
        withPast: false,
        withFuture: false,
      });
      return deleteTask(changing, { ...key, map_index: key.map_index ?? -1 });
    },
  };
}

function scopeOf({ include_upstream, include_downstream, include_future, include_past }: Partial<Entity>): MarkBody {
  return {
    include_upstream: include_upstream ?? false,
    include_downstream: include_downstream ?? false,
    include_future: include_future ?? false,
    include_past: include_past ?? false,
  };
}

/** @throws {HttpProblem} 400, when nothing says of which DAG or run a task instance is. */
function keyOf(path: RunPath, entity: Entity | string): Key {
  const given: Partial<Entity> & { readonly task_id: string } =
    typeof entity === 'string' ? { task_id: entity } : entity;
  const part = (name: 'dag_id' | 'dag_run_id'): string => {
    const [fromPath, own] = [path[name], given[name] ?? null];
    if (fromPath !== ALL && own !== null && own !== fromPath)
      throw new HttpProblem(
        400,
        `${name}: the path names "${fromPath}", and the task "${given.task_id}" names "${own}".`,
      );
    if (fromPath === ALL && own === null)
      throw new HttpProblem(400, `${name}: the task "${given.task_id}" needs one, since the path names none.`);
    return own ?? fromPath;
  };
  return {
    dag_id: part('dag_id'),
    dag_run_id: part('dag_run_id'),
    task_id: given.task_id,
    map_index: given.map_index ?? null,
  };
}

/** As Airflow tells it: `dag.run.task[-1]`. */
function sayKey({ dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex }: Key): string {
  return `${dagId}.${runId}.${taskId}[${mapIndex ?? -1}]`;
}
