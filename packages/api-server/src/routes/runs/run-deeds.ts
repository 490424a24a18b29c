/** What is done to runs, one by one or many at once. */

import type { Static } from '@sinclair/typebox';
import type { BulkDagRun, DagRunPatchBody } from '@tradewind/contract';
import type { DagId, JsonObject, RunId } from '@tradewind/model';
import {
  type AuditDeed,
  type DagRunRow,
  deleteDagRuns,
  findDagRun,
  listTaskInstances,
  lockDagRuns,
  notifySchedulers,
  releaseSlots,
  saveRunNotes,
} from '@tradewind/store';
import type { BulkWork } from '../../http/bulk.ts';
import type { Changing } from '../../http/change.ts';
import { HttpProblem } from '../../http/http-problem.ts';
import { masked } from '../../http/update-mask.ts';
import type { Caller } from '../../identity/caller.ts';
import { requireRight } from '../../identity/require-right.ts';
import { markDagRun } from '../../operations/mark-dag-runs.ts';
import { undoable } from '../../operations/undo.ts';
import { ALL, requireDagRun } from './run-scope.ts';

export interface RunDeedContext {
  readonly now: () => number;
  readonly caller: Caller;
}

/** Why something is in its state: somebody said so. */
export function markReason(caller: Caller): JsonObject {
  return { code: 'marked', by: caller.name };
}

/** Marks a run, and notes something about it. @throws {HttpProblem} 400, when nothing is asked for. */
export async function patchRun(
  changing: Changing,
  run: DagRunRow,
  given: Partial<Static<typeof DagRunPatchBody>>,
  { now, caller }: RunDeedContext,
): Promise<{ readonly deed: AuditDeed; readonly undoToken: string | null }> {
  const { dagId, runId, dagRunKey } = run;
  const { state } = given;
  if (state === undefined && given.note === undefined)
    throw new HttpProblem(
      400,
      'Nothing is to be changed: give a state or a note, and name it in update_mask if there is one.',
    );
  let undoToken: string | null = null;
  if (state) {
    const { transaction } = changing;
    const instances = await listTaskInstances(transaction, dagRunKey);
    const refs = instances.map(({ taskId, mapIndex }) => ({ dagRunKey, taskId, mapIndex }));
    const offer = { owner: caller, event: 'patch_dag_run', dagId, now: now() };
    const mark = { state, reason: markReason(caller), at: now() };
    undoToken = await undoable(transaction, refs, offer, () => markDagRun(transaction, run, mark));
  }
  if (given.note !== undefined) await saveRunNotes(changing.transaction, [dagRunKey], given.note);
  const deed = {
    event: 'patch_dag_run',
    dagId,
    runId,
    logicalDateAt: run.logicalDateAt,
    before: { ...(state ? { state: run.state } : {}), ...(given.note === undefined ? {} : { note: run.note }) },
    after: { ...(state ? { state } : {}), ...(given.note === undefined ? {} : { note: given.note }) },
  };
  return { deed, undoToken };
}

/** As Airflow, a run under way cannot be deleted. @throws {HttpProblem} 409 */
export async function deleteRun({ transaction }: Changing, run: DagRunRow): Promise<AuditDeed> {
  const { dagId, runId, dagRunKey } = run;
  await lockDagRuns(transaction, dagId, { runId });
  const current = await findDagRun(transaction, dagId, runId);
  if (current !== null && current.state === 'running')
    throw new HttpProblem(
      409,
      `Run "${runId}" of DAG "${dagId}" is running. Mark it as failed first, or wait for its end.`,
    );
  await releaseSlots(transaction, [dagRunKey]);
  await deleteDagRuns(transaction, [dagRunKey]);
  await notifySchedulers(transaction, { kind: 'run', runs: [dagRunKey], dagIds: [dagId] });
  return {
    event: 'delete_dag_run',
    dagId,
    runId,
    logicalDateAt: run.logicalDateAt,
    before: { state: run.state, run_type: run.runType },
  };
}

type Entity = Static<typeof BulkDagRun>;
interface RunName {
  readonly dag_id: string;
  readonly dag_run_id: string;
}

/** `dagId`: what the path names; `~` when each entity says its own. */
export function bulkRunWork(dagId: string, context: RunDeedContext): BulkWork<Entity, Entity, Entity, RunName> {
  const { caller } = context;
  return {
    noun: 'runs',
    keyOf: (entity) => nameOf(dagId, entity),
    sayKey: (name) => sayName(dagId, name),
    permit({ dag_id: dagId }, action) {
      requireRight(caller, action === 'delete' ? 'can_delete' : 'can_edit', 'DAG Runs', dagId as DagId);
    },
    async findExisting(names, { transaction }) {
      const existing = new Set<string>();
      for (const name of names) {
        const run = await findDagRun(transaction, name.dag_id as DagId, name.dag_run_id as RunId);
        if (run !== null) existing.add(sayName(dagId, name));
      }
      return existing;
    },
    create: () => {
      throw new HttpProblem(405, 'Runs are not created in bulk. Trigger each of them.');
    },
    async update(entity, changing, mask) {
      const name = nameOf(dagId, entity);
      const { dag_id: _dag, dag_run_id: _run, ...fields } = entity;
      return (await patchRun(changing, await requireDagRun(changing.transaction, name), masked(fields, mask), context))
        .deed;
    },
    async delete(name, changing) {
      return deleteRun(changing, await requireDagRun(changing.transaction, name));
    },
  };
}

/** @throws {HttpProblem} 400, when nothing says of which DAG a run is, or path and entity say different ones. */
function nameOf(dagId: string, entity: Entity | string): RunName {
  const own = typeof entity === 'string' ? { dag_run_id: entity } : entity;
  const named = 'dag_id' in own ? own.dag_id : undefined;
  if (dagId === ALL && !named)
    throw new HttpProblem(400, `dag_id: the run "${own.dag_run_id}" needs one, since the path names no DAG.`);
  if (dagId !== ALL && named && named !== dagId)
    throw new HttpProblem(400, `dag_id: the path names "${dagId}", and the run "${own.dag_run_id}" names "${named}".`);
  return { dag_id: named ?? dagId, dag_run_id: own.dag_run_id };
}

function sayName(dagId: string, name: RunName): string {
  return dagId === ALL ? `${name.dag_id}.${name.dag_run_id}` : name.dag_run_id;
}
