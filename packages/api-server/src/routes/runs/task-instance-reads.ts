import {
  getExternalLogUrl,
  getExtraLinks,
  getMappedTaskInstance,
  getMappedTaskInstanceDependencies,
  getMappedTaskInstanceTries,
  getMappedTaskInstanceTry,
  getTaskInstance,
  getTaskInstanceDependencies,
  getTaskInstanceTries,
  getTaskInstanceTry,
} from '@tradewind/contract';
import { isFinished } from '@tradewind/model';
import { type AttemptRow, listAttempts, type TaskInstanceDetailsRow } from '@tradewind/store';
import { type Endpoint, handle } from '../../http/handle.ts';
import { HttpProblem, notFound } from '../../http/http-problem.ts';
import type { Caller } from '../../identity/caller.ts';
import { presentTaskInstance, presentTry } from '../../present/task-instance.ts';
import { type RunParts, versionsOf } from './run-parts.ts';
import { requireTaskInstance, type TaskPath } from './task-instance-answers.ts';

export function taskInstanceReadEndpoints(parts: RunParts): readonly Endpoint[] {
  return [
    handle(getTaskInstance, ({ params, caller }) => answerOne(parts, params, caller)),
    handle(getMappedTaskInstance, ({ params, caller }) => answerOne(parts, params, caller)),
    handle(getTaskInstanceDependencies, ({ params, query }) => answerDependencies(parts, { ...params, ...query })),
    handle(getMappedTaskInstanceDependencies, ({ params }) => answerDependencies(parts, params)),
    handle(getTaskInstanceTries, ({ params, query }) => answerTries(parts, { ...params, ...query })),
    handle(getMappedTaskInstanceTries, ({ params }) => answerTries(parts, params)),
    handle(getTaskInstanceTry, ({ params, query }) => answerTry(parts, { ...params, ...query })),
    handle(getMappedTaskInstanceTry, ({ params }) => answerTry(parts, params)),
    handle(getExternalLogUrl, async ({ params, query }) => {
      await requireTaskInstance(parts.database, { ...params, ...query });
      throw new HttpProblem(400, 'Task log handler does not support external logs.');
    }),
    handle(getExtraLinks, async ({ params, query }) => {
      await requireTaskInstance(parts.database, { ...params, map_index: query.map_index });
      return { extra_links: {}, total_entries: 0 };
    }),
  ];
}

async function answerOne(parts: RunParts, path: TaskPath, caller: Caller) {
  const row = await requireTaskInstance(parts.database, path);
  return presentTaskInstance(row, (await versionsOf(parts, parts.database, [row])).get(row.dagVersionId), caller);
}

/** What blocks, of what the scheduler looks at; nothing for one that waits for nothing. */
async function answerDependencies({ database, explain }: RunParts, path: TaskPath) {
  const row = await requireTaskInstance(database, path);
  if (explain === undefined || isFinished(row.state) || row.state === 'running') return { dependencies: [] };
  const { dagId, runId, taskId, mapIndex } = row;
  const explained = await explain({ dagId, runId, taskId, mapIndex });
  const blocking = explained?.gates.filter(({ status }) => status === 'block') ?? [];
  return { dependencies: blocking.map(({ id, sentence }) => ({ name: id, reason: sentence })) };
}

async function readTries(
  { database }: RunParts,
  path: TaskPath,
): Promise<readonly [TaskInstanceDetailsRow, readonly (AttemptRow | null)[]]> {
  const row = await requireTaskInstance(database, path);
  const attempts = await listAttempts(database, row);
  return [row, attempts.length === 0 ? [null] : attempts];
}

async function answerTries(parts: RunParts, path: TaskPath) {
  const [row, tries] = await readTries(parts, path);
  const version = (await versionsOf(parts, parts.database, [row])).get(row.dagVersionId);
  return { task_instances: tries.map((attempt) => presentTry(row, attempt, version)), total_entries: tries.length };
}

/** An attempt that was lost may have been made again under the same number: then it is the last one. */
async function answerTry(parts: RunParts, path: TaskPath & { readonly task_try_number: number }) {
  const [row, tries] = await readTries(parts, path);
  const number = path.task_try_number;
  const attempt = tries.findLast((one) => (one ?? row).tryNumber === number);
  if (attempt === undefined) {
    throw notFound(
      `The Task Instance with dag_id: \`${row.dagId}\`, run_id: \`${row.runId}\`, task_id: \`${row.taskId}\`, try_number: \`${number}\` and map_index: \`${row.mapIndex}\` was not found.`,
    );
  }
  const version = (await versionsOf(parts, parts.database, [row])).get(row.dagVersionId);
  return presentTry(row, attempt, version);
}
