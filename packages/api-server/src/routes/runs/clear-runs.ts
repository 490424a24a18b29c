import { clearDagRun, clearDagRuns, postClearTaskInstances, UNDO_HEADER } from '@tradewind/contract';
import type { DagId, RunId, TaskId } from '@tradewind/model';
import { findDagRunByKey, findTaskInstances, type Queryable } from '@tradewind/store';
import type { FastifyReply } from 'fastify';
import type { Change } from '../../http/change.ts';
import { type Endpoint, handle } from '../../http/handle.ts';
import { badField, HttpProblem } from '../../http/http-problem.ts';
import { parseInstant } from '../../http/instant.ts';
import type { Caller } from '../../identity/caller.ts';
import { requireRight } from '../../identity/require-right.ts';
import { applyClear, type ClearInstancesRequest, type ClearPlan, planClear } from '../../operations/clear-instances.ts';
import type { TaskChoice } from '../../operations/scope-of-tasks.ts';
import { undoable } from '../../operations/undo.ts';
import { presentDagRun } from '../../present/dag-run.ts';
import { type RunParts, versionsOf } from './run-parts.ts';
import { ALL, requireDagRun } from './run-scope.ts';
import { taskInstanceAnswer } from './task-instance-answers.ts';

export function clearRunEndpoints(parts: RunParts): readonly Endpoint[] {
  return [
    handle(postClearTaskInstances, ({ params, body, caller, change, reply }) =>
      change(
        async (changing) => {
          const plan = await planClear(changing.transaction, requestOf(params.dag_id, body));
          const { transaction } = changing;
          if (!body.dry_run) {
            await clearUndoably(transaction, plan, {
              event: 'post_clear_task_instances',
              caller,
              now: parts.now(),
              reply,
            });
            changing.record(deedOf('post_clear_task_instances', plan));
          }
          const rows = body.dry_run ? plan.instances : await findTaskInstances(transaction, plan.instances);
          return taskInstanceAnswer(parts, transaction, rows, caller);
        },
        { isDryRun: body.dry_run! },
      ),
    ),
    handle(clearDagRun, async ({ params, body, caller, change, reply }) => {
      const { dag_id: dagId, dag_run_id: runId } = params;
      await requireDagRun(parts.database, params);
      const request = { ...wholeRuns(body), dagId: dagId as DagId, runIds: [runId as RunId] };
      return clearWhole(
        parts,
        { event: 'clear_dag_run', request, caller, change, reply, isDryRun: body.dry_run! },
        (runs) => runs[0]!,
      );
    }),
    handle(clearDagRuns, async ({ params, body, caller, change, reply }) => {
      if (body.partition_key || body.partition_date_start || body.partition_date_end)
        throw badField(['body', 'partition_key'], 'No run has a partition yet; name the runs in dag_runs', null);
      const [dagId, runIds] = namedRuns(params.dag_id, body.dag_runs ?? []);
      requireRight(caller, 'can_edit', 'DAG Runs', dagId);
      requireRight(caller, 'can_edit', 'Task Instances', dagId);
      const request = { ...wholeRuns(body), dagId, runIds };
      return clearWhole(
        parts,
        { event: 'clear_dag_runs', request, caller, change, reply, isDryRun: body.dry_run! },
        (runs) => ({
          dag_runs: runs,
          total_entries: runs.length,
        }),
      );
    }),
  ];
}

interface WholeRunsBody {
  readonly only_failed?: boolean;
  readonly only_new?: boolean;
  readonly run_on_latest_version?: boolean | null;
  readonly note?: string | null;
}

function wholeRuns(body: WholeRunsBody): Omit<ClearInstancesRequest, 'dagId'> {
  return {
    withUpstream: false,
    withDownstream: false,
    onlyFailed: body.only_failed ?? false,
    onlyRunning: false,
    onlyNew: body.only_new ?? false,
    onLatestVersion: body.run_on_latest_version ?? false,
    runNote: body.note,
  };
}

interface WholeClear {
  readonly event: string;
  readonly request: ClearInstancesRequest;
  readonly caller: Caller;
  readonly change: Change;
  readonly reply: FastifyReply;
  readonly isDryRun: boolean;
}

/** A change to other versions cannot be taken back, since it adds task instances. */
async function clearUndoably(
  transaction: Queryable,
  plan: ClearPlan,
  { event, caller, now, reply }: Pick<WholeClear, 'event' | 'caller' | 'reply'> & { readonly now: number },
): Promise<void> {
  const { dagId, onLatestVersion, onlyNew } = plan.request;
  const refs = onLatestVersion || onlyNew ? [] : plan.instances;
  const offer = { owner: caller, event, dagId, now };
  const token = await undoable(transaction, refs, offer, () => applyClear(transaction, plan));
  if (token !== null) reply.header(UNDO_HEADER, token);
}

/** With a dry run what would be cleared and added, otherwise the runs, as `shape` puts them. */
function clearWhole<Shape>(
  parts: RunParts,
  { event, request, caller, change, reply, isDryRun }: WholeClear,
  shape: (runs: readonly ReturnType<typeof presentDagRun>[]) => Shape,
): Promise<Shape | Awaited<ReturnType<typeof previewAnswer>>> {
  return change(
    async ({ transaction, record }) => {
      const plan = await planClear(transaction, request);
      if (isDryRun) return previewAnswer(parts, transaction, plan, caller);
      await clearUndoably(transaction, plan, { event, caller, now: parts.now(), reply });
      record(deedOf(event, plan));
      const runs = await Promise.all(plan.runs.map(({ dagRunKey }) => findDagRunByKey(transaction, dagRunKey)));
      const rows = runs.filter((run) => run !== null);
      const versions = await versionsOf(parts, transaction, rows);
      return shape(rows.map((run) => presentDagRun(run, versions.get(run.dagVersionId), caller)));
    },
    { isDryRun },
  );
}

/** What is cleared, and after it the tasks that are new, which have no instance yet. */
async function previewAnswer(parts: RunParts, transaction: Queryable, plan: ClearPlan, caller: Caller) {
  const answer = await taskInstanceAnswer(parts, transaction, plan.instances, caller);
  const added = plan.newTasks.map(({ taskId }) => ({ task_id: taskId, task_display_name: taskId }));
  const all = [...answer.task_instances, ...added];
  return { ...answer, task_instances: all, total_entries: all.length };
}

function deedOf(event: string, { request, runs, instances }: ClearPlan) {
  const [run] = runs;
  return {
    event,
    dagId: request.dagId,
    runId: runs.length === 1 ? run!.runId : null,
    before: {
      task_instances: instances
        .slice(0, MOST_RECORDED)
        .map(({ runId, taskId, mapIndex, state }) => ({ run_id: runId, task_id: taskId, map_index: mapIndex, state })),
    },
    after: { cleared: instances.length },
  };
}

/** Of what is cleared so much is on record one by one. */
const MOST_RECORDED = 200;

type NamedRuns = readonly { readonly dag_id?: string | null; readonly dag_run_id: string }[];

/** @throws {HttpProblem} 400, when they are not of one DAG. */
function namedRuns(dagId: string, named: NamedRuns): readonly [DagId, readonly RunId[]] {
  const dagIds = new Set([...(dagId === ALL ? [] : [dagId]), ...named.flatMap((one) => one.dag_id ?? [])]);
  const [only] = dagIds;
  if (only === undefined || dagIds.size > 1)
    throw new HttpProblem(
      400,
      'dag_id: expected runs of one DAG. Name it in the path, and clear those of others by another request.',
    );
  if (named.length === 0) throw badField(['body', 'dag_runs'], 'Input should name at least one run', named);
  return [only as DagId, named.map(({ dag_run_id: runId }) => runId as RunId)];
}

interface ClearBody {
  readonly start_date?: string | null;
  readonly end_date?: string | null;
  readonly only_failed?: boolean;
  readonly only_running?: boolean;
  readonly reset_dag_runs?: boolean;
  readonly task_ids?: readonly (string | readonly [string, number])[] | null;
  readonly dag_run_id?: string | null;
  readonly include_upstream?: boolean;
  readonly include_downstream?: boolean;
  readonly include_future?: boolean;
  readonly include_past?: boolean;
  readonly run_on_latest_version?: boolean | null;
  readonly prevent_running_task?: boolean;
  readonly note?: string | null;
}

function requestOf(dagId: string, body: ClearBody): ClearInstancesRequest {
  const { start_date: start, end_date: end, dag_run_id: runId } = body;
  if (start && end && parseInstant(start) > parseInstant(end))
    throw badField(['body', 'end_date'], 'Input should not be before start_date', end);
  return {
    dagId: dagId as DagId,
    ...(runId ? { runIds: [runId as RunId] } : {}),
    ...(start ? { logicalDateFromAt: parseInstant(start) } : {}),
    ...(end ? { logicalDateToAt: parseInstant(end) } : {}),
    ...(body.task_ids ? { tasks: body.task_ids.map(choiceOf) } : {}),
    withUpstream: body.include_upstream ?? false,
    withDownstream: body.include_downstream ?? false,
    withPast: body.include_past ?? false,
    withFuture: body.include_future ?? false,
    onlyFailed: body.only_failed ?? true,
    onlyRunning: body.only_running ?? false,
    resetsRuns: body.reset_dag_runs ?? true,
    onLatestVersion: body.run_on_latest_version ?? false,
    refusesRunning: body.prevent_running_task ?? false,
    note: body.note,
  };
}

function choiceOf(given: string | readonly [string, number]): TaskChoice {
  if (typeof given === 'string') return { taskId: given as TaskId, mapIndex: null };
  return { taskId: given[0] as TaskId, mapIndex: given[1] };
}
