import type { Static } from '@sinclair/typebox';
import { getDagStructure, getStructure, getTask, getTasks, type Task } from '@tradewind/contract';
import { compileDag, type DagId, type SerializedDag, type TaskId } from '@tradewind/model';
import { findStructure, type Queryable } from '@tradewind/store';
import { type Endpoint, handle } from '../../http/handle.ts';
import { HttpProblem, notFound } from '../../http/http-problem.ts';
import { TaskNotFoundError } from '../../operations/errors.ts';
import { requireDag, serializedOf } from '../../operations/require-dag.ts';
import { presentStructure } from '../../present/structure.ts';
import { presentTask } from '../../present/task.ts';
import type { DagParts } from './dag-lists.ts';
import { requireDagSummary } from './read-dags.ts';
import { dagsOpenTo } from './scope.ts';
import { requireVersion } from './versions.ts';

export function taskEndpoints({ database }: DagParts): readonly Endpoint[] {
  return [
    handle(getTasks, async ({ params, query }) => {
      const dag = await readSerialized(database, params.dag_id);
      const graph = compileDag(dag);
      const tasks = dag.tasks.map((_, index) => presentTask(graph, index, dag.params));
      return { tasks: inOrder(tasks, query.order_by!), total_entries: tasks.length };
    }),
    handle(getTask, async ({ params }) => {
      const dag = await readSerialized(database, params.dag_id);
      const graph = compileDag(dag);
      const index = graph.indexOf(params.task_id as TaskId);
      if (index === -1) throw new TaskNotFoundError(params.dag_id, params.task_id, graph.taskIds);
      return presentTask(graph, index, dag.params);
    }),
  ];
}

const FOR_EVER = 'private, max-age=31536000, immutable';

export function structureEndpoints({ database }: DagParts): readonly Endpoint[] {
  return [
    handle(getDagStructure, async ({ params, query, caller }) => {
      const { dagId } = await requireDagSummary(database, params.dag_id, caller);
      const version = await requireVersion(database, dagId, query.version_number);
      return {
        ...presentStructure(version.hash, version.serialized),
        dag_id: dagId,
        version_number: version.number,
      };
    }),
    handle(getStructure, async ({ params, caller, reply }) => {
      const dagIds = dagsOpenTo(caller, 'can_read', 'DAGs') ?? null;
      const serialized = await findStructure(database, params.structure_hash, dagIds);
      if (serialized === null) throw notFound(`There is no structure "${params.structure_hash}".`);
      reply.header('cache-control', FOR_EVER);
      return presentStructure(params.structure_hash, serialized);
    }),
  ];
}

async function readSerialized(database: Queryable, dagId: string): Promise<SerializedDag> {
  return serializedOf(await requireDag(database, dagId as DagId));
}

type Shown = Static<typeof Task>;

/** @throws {HttpProblem} 400, when tasks have no such attribute or it has no order. */
function inOrder(tasks: readonly Shown[], orderBy: string): Shown[] {
  const isDescending = orderBy.startsWith('-');
  const name = (isDescending ? orderBy.slice(1) : orderBy) as keyof Shown;
  if (!ORDERED.includes(name))
    throw new HttpProblem(
      400,
      `order_by: there is no attribute "${orderBy}" to order by. There are: ${ORDERED.join(', ')}.`,
    );
  const sorted = tasks.toSorted((one, other) => compare(one[name], other[name]) || compare(one.task_id, other.task_id));
  return isDescending ? sorted.reverse() : sorted;
}

const ORDERED: readonly (keyof Shown)[] = [
  'task_id',
  'task_display_name',
  'operator_name',
  'owner',
  'start_date',
  'end_date',
  'trigger_rule',
  'depends_on_past',
  'wait_for_downstream',
  'retries',
  'queue',
  'pool',
  'pool_slots',
  'priority_weight',
  'weight_rule',
  'task_group_id',
];

/** Nulls come last. */
function compare(one: unknown, other: unknown): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return (one as string) < (other as string) ? -1 : 1;
}
