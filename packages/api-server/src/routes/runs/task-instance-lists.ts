import { getMappedTaskInstances, getTaskInstances, getTaskInstancesBatch } from '@tradewind/contract';
import type { DagId, RunId, TaskId, TaskInstanceState } from '@tradewind/model';
import {
  type Database,
  findDag,
  listTaskInstancePage,
  TASK_INSTANCE_ORDER,
  type TaskInstancePageFilter,
} from '@tradewind/store';
import { type Endpoint, handle } from '../../http/handle.ts';
import { badField, HttpProblem } from '../../http/http-problem.ts';
import { orderOf, pageOf } from '../../http/paging.ts';
import { serializedOf } from '../../operations/require-dag.ts';
import { tasksOfGroup } from '../../operations/scope-of-tasks.ts';
import type { RunParts } from './run-parts.ts';
import {
  ALL,
  asksFor,
  dagScope,
  instantsOf,
  narrowedTo,
  numbersOf,
  refuseUnknownDag,
  requireDagRun,
  runScope,
} from './run-scope.ts';
import { taskInstancePage } from './task-instance-answers.ts';

const UNIQUE = ['id', 'task_id', 'map_index'] as const;

export function taskInstanceListEndpoints(parts: RunParts): readonly Endpoint[] {
  const { database } = parts;
  return [
    handle(getTaskInstances, async ({ params, query, caller }) => {
      const scope = await runScope(database, caller, 'Task Instances', params);
      const page = await listTaskInstancePage(database, {
        ...filtersOf(query),
        ...scope,
        ...(await tasksAskedFor(database, params.dag_id, query)),
        taskIdPattern: query.task_display_name_pattern,
        taskIdPrefixPattern: query.task_display_name_prefix_pattern,
        dagIdPattern: query.dag_id_pattern,
        dagIdPrefixPattern: query.dag_id_prefix_pattern,
        runIdPattern: query.run_id_pattern,
        runIdPrefixPattern: query.run_id_prefix_pattern,
        order: orderOf(query.order_by!, TASK_INSTANCE_ORDER, UNIQUE),
        page: pageOf(query),
      });
      if (params.dag_run_id === ALL) await refuseUnknownDag(database, params.dag_id, page.total);
      return taskInstancePage(parts, database, page, caller);
    }),
    handle(getMappedTaskInstances, async ({ params, query, caller }) => {
      const { dagRunKey } = await requireDagRun(database, params);
      const page = await listTaskInstancePage(database, {
        ...filtersOf(query),
        dagRunKey,
        taskIds: [params.task_id as TaskId],
        // A task that is not mapped has no instances in this sense.
        mapIndexes: query.map_index ?? undefined,
        order: orderOf(query.order_by!, TASK_INSTANCE_ORDER, UNIQUE),
        page: pageOf(query),
      });
      return taskInstancePage(parts, database, page, caller);
    }),
    handle(getTaskInstancesBatch, async ({ params, body, caller }) => {
      for (const name of ['dag_id', 'dag_run_id'] as const)
        if (params[name] !== ALL) throw badField(['path', name], 'Input should be "~"', params[name]);
      const page = await listTaskInstancePage(database, {
        ...rangesOf(body),
        dagIds: narrowedTo(dagScope(caller, 'Task Instances', ALL), body.dag_ids),
        runIds: (body.dag_run_ids as readonly RunId[] | null) ?? undefined,
        taskIds: (body.task_ids as readonly TaskId[] | null) ?? undefined,
        states: statesOf(body.state),
        pools: body.pool ?? undefined,
        queues: body.queue ?? undefined,
        executors: body.executor ?? undefined,
        order: orderOf(body.order_by ? [body.order_by] : ['id'], TASK_INSTANCE_ORDER, UNIQUE),
        page: pageOf({ limit: body.page_limit!, offset: body.page_offset! }),
      });
      return taskInstancePage(parts, database, page, caller);
    }),
  ];
}

interface Filters {
  readonly state?: readonly string[];
  readonly pool?: readonly string[];
  readonly pool_name_pattern?: string;
  readonly pool_name_prefix_pattern?: string;
  readonly queue?: readonly string[];
  readonly queue_name_pattern?: string;
  readonly queue_name_prefix_pattern?: string;
  readonly executor?: readonly string[];
  readonly version_number?: readonly number[];
  readonly try_number?: readonly number[];
  readonly operator?: readonly string[];
  readonly operator_name_pattern?: string;
  readonly operator_name_prefix_pattern?: string;
  readonly map_index?: readonly number[];
  readonly rendered_map_index_pattern?: string;
  readonly rendered_map_index_prefix_pattern?: string;
}

function filtersOf(query: Filters): Partial<TaskInstancePageFilter> {
  return {
    ...rangesOf(query as Readonly<Record<string, unknown>>),
    updatedAt: instantsOf(query as Readonly<Record<string, unknown>>, 'updated_at'),
    states: statesOf(query.state),
    pools: query.pool,
    poolPattern: query.pool_name_pattern,
    poolPrefixPattern: query.pool_name_prefix_pattern,
    queues: query.queue,
    queuePattern: query.queue_name_pattern,
    queuePrefixPattern: query.queue_name_prefix_pattern,
    executors: query.executor,
    versionNumbers: query.version_number,
    tryNumbers: query.try_number,
    operators: query.operator,
    operatorPattern: query.operator_name_pattern,
    operatorPrefixPattern: query.operator_name_prefix_pattern,
    mapIndexes: query.map_index,
    isEmpty: asksFor(query.rendered_map_index_pattern, query.rendered_map_index_prefix_pattern),
  };
}

function rangesOf(given: Readonly<Record<string, unknown>>): Partial<TaskInstancePageFilter> {
  return {
    runAfter: instantsOf(given, 'run_after'),
    logicalDate: instantsOf(given, 'logical_date'),
    startDate: instantsOf(given, 'start_date'),
    endDate: instantsOf(given, 'end_date'),
    duration: numbersOf(given, 'duration'),
  };
}

/** What travels as null, `null` or `no_status` is the state `none`. */
function statesOf(given: readonly (string | null)[] | null | undefined): readonly TaskInstanceState[] | undefined {
  return given?.map((state) =>
    state === null || state === 'null' || state === 'no_status' ? 'none' : (state as TaskInstanceState),
  );
}

/** The tasks of a name and of a group, where one is asked for. @throws {HttpProblem | GroupNotFoundError} */
async function tasksAskedFor(
  database: Database,
  dagId: string,
  { task_id: taskId, task_group_id: groupId }: { readonly task_id?: string; readonly task_group_id?: string },
): Promise<Pick<TaskInstancePageFilter, 'taskIds'>> {
  if (groupId === undefined) return taskId === undefined ? {} : { taskIds: [taskId as TaskId] };
  const dag = dagId === ALL ? null : await findDag(database, dagId as DagId);
  if (dag === null) throw new HttpProblem(400, 'task_group_id: a group belongs to one DAG; name it in the path.');
  const taskIds = tasksOfGroup(serializedOf(dag), groupId);
  return { taskIds: taskId === undefined ? taskIds : taskIds.filter((one) => one === taskId) };
}
