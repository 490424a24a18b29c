import {
  bulkTaskInstances,
  deleteTaskInstance,
  patchMappedTaskInstance,
  patchMappedTaskInstanceDryRun,
  patchTaskGroupInstances,
  patchTaskGroupInstancesDryRun,
  patchTaskInstance,
  patchTaskInstanceDryRun,
  UNDO_HEADER,
} from '@tradewind/contract';
import type { TaskId } from '@tradewind/model';
import { findDagVersion, type Queryable } from '@tradewind/store';
import type { FastifyReply } from 'fastify';
import { runBulk } from '../../http/bulk.ts';
import type { Change } from '../../http/change.ts';
import { type Endpoint, handle } from '../../http/handle.ts';
import { masked } from '../../http/update-mask.ts';
import type { Caller } from '../../identity/caller.ts';
import { tasksOfGroup } from '../../operations/scope-of-tasks.ts';
import type { RunParts } from './run-parts.ts';
import { type RunPath, requireDagRun } from './run-scope.ts';
import { bulkTaskWork, deleteTask, type MarkBody, type Meant, patchTasks, planPatch } from './task-deeds.ts';
import { type TaskPath, taskInstanceAnswer } from './task-instance-answers.ts';

export function taskInstanceChangeEndpoints(parts: RunParts): readonly Endpoint[] {
  const { now } = parts;
  return [
    handle(patchTaskInstance, ({ params, query, ...call }) =>
      patch(parts, call, { meant: async () => meantBy({ ...params, ...query }), mask: query.update_mask }),
    ),
    handle(patchMappedTaskInstance, ({ params, query, ...call }) =>
      patch(parts, call, { meant: async () => meantBy(params), mask: query.update_mask }),
    ),
    handle(patchTaskInstanceDryRun, ({ params, query, ...call }) =>
      preview(parts, call, async () => meantBy({ ...params, ...query })),
    ),
    handle(patchMappedTaskInstanceDryRun, ({ params, ...call }) => preview(parts, call, async () => meantBy(params))),
    handle(patchTaskGroupInstances, ({ params, query, ...call }) =>
      patch(parts, call, { meant: (transaction) => meantByGroup(transaction, params), mask: query.update_mask }),
    ),
    handle(patchTaskGroupInstancesDryRun, ({ params, ...call }) =>
      preview(parts, call, (transaction) => meantByGroup(transaction, params)),
    ),
    handle(bulkTaskInstances, ({ params, body, caller, change }) =>
      change((changing) => runBulk(body.actions, bulkTaskWork(params, { now, caller }), changing)),
    ),
    handle(deleteTaskInstance, ({ params, query, change }) =>
      change(async (changing) => {
        changing.record(await deleteTask(changing, { ...params, map_index: query.map_index }));
        return null;
      }),
    ),
  ];
}

/** A task by its path; without a map index all of its instances. */
function meantBy(path: TaskPath): Meant {
  const { dag_id, dag_run_id, task_id: taskId, map_index: mapIndex = null } = path;
  return { dag_id, dag_run_id, tasks: [{ taskId: taskId as TaskId, mapIndex }] };
}

/** @throws {HttpProblem | GroupNotFoundError} 404 */
async function meantByGroup(
  transaction: Queryable,
  { group_id: groupId, ...path }: RunPath & { readonly group_id: string },
): Promise<Meant> {
  const run = await requireDagRun(transaction, path);
  const version = (await findDagVersion(transaction, run.dagVersionId))!;
  return { ...path, tasks: tasksOfGroup(version, groupId).map((taskId) => ({ taskId, mapIndex: null })) };
}

interface MarkCall {
  readonly body: MarkBody;
  readonly caller: Caller;
  readonly change: Change;
  readonly reply: FastifyReply;
}

interface PatchOptions {
  readonly meant: (transaction: Queryable) => Promise<Meant>;
  readonly mask: readonly string[] | undefined;
}

function patch(parts: RunParts, { body, caller, change, reply }: MarkCall, { meant, mask }: PatchOptions) {
  return change(async (changing) => {
    const { transaction } = changing;
    const { new_state, note, ...scope } = body;
    const given = {
      ...(new_state === undefined ? {} : { new_state }),
      ...(note === undefined ? {} : { note }),
    };
    const fields = { ...scope, ...masked(given, mask) };
    const { rows, deed, undoToken } = await patchTasks(changing, await meant(transaction), fields, {
      now: parts.now,
      caller,
    });
    changing.record(deed);
    if (undoToken !== null && !changing.isDryRun) reply.header(UNDO_HEADER, undoToken);
    return taskInstanceAnswer(parts, transaction, rows, caller);
  });
}

/** The task instances that would change, as they are. */
function preview(parts: RunParts, { body, caller, change }: MarkCall, meant: PatchOptions['meant']) {
  return change(
    async ({ transaction }) => {
      const plan = await planPatch(transaction, await meant(transaction), body);
      return taskInstanceAnswer(parts, transaction, plan?.instances ?? [], caller);
    },
    { isDryRun: true },
  );
}
