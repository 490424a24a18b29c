/** Which task instances an edit of people means: tasks of some runs, with what comes before and after them. */
import { compileDag, type DagGraph, type DagId, type SerializedDag, type TaskId } from '@tradewind/model';
import { findDagVersion, type LockedDagRun, lockDagRuns, type Queryable, type TaskInstanceRef } from '@tradewind/store';
import { GroupNotFoundError, LogicalDateMissingError } from './errors.ts';
import { requireRun } from './run-operations.ts';

/** A task, with all of its instances in a run or with the one of a map index. */
export interface TaskChoice {
  readonly taskId: TaskId;
  /** Null: all. */
  readonly mapIndex: number | null;
}

export interface Relatives {
  readonly withUpstream: boolean;
  readonly withDownstream: boolean;
}

export interface OtherRuns {
  /** Runs with an earlier logical date as well. */
  readonly withPast: boolean;
  /** Runs with a later logical date as well. */
  readonly withFuture: boolean;
}

/**
 * Locks a run, and with it the earlier and later ones where asked for. The run itself comes first.
 *
 * @throws {DagRunNotFoundError | LogicalDateMissingError}
 */
export async function lockRunAndOthers(
  transaction: Queryable,
  { dagId, runId, withPast, withFuture }: OtherRuns & { readonly dagId: DagId; readonly runId: string },
): Promise<readonly LockedDagRun[]> {
  const run = await requireRun(transaction, dagId, runId);
  if (!withPast && !withFuture) return lockDagRuns(transaction, dagId, { runId: run.runId });
  if (run.logicalDateAt === null) throw new LogicalDateMissingError(dagId, run.runId);
  const locked = await lockDagRuns(transaction, dagId, {
    ...(withPast ? {} : { logicalDateFromAt: run.logicalDateAt }),
    ...(withFuture ? {} : { logicalDateToAt: run.logicalDateAt }),
  });
  const others = locked.filter((one) => one.dagRunKey !== run.dagRunKey && one.logicalDateAt !== null);
  return [...locked.filter((one) => one.dagRunKey === run.dagRunKey), ...others];
}

/** What each of these runs is: the version that it runs, compiled once for all runs of one version. */
export async function graphsOf(
  transaction: Queryable,
  runs: readonly LockedDagRun[],
): Promise<ReadonlyMap<LockedDagRun, DagGraph>> {
  const graphs = new Map<LockedDagRun, DagGraph>();
  for (const [versionId, ofVersion] of Map.groupBy(runs, ({ dagVersionId }) => dagVersionId)) {
    const graph = compileDag((await findDagVersion(transaction, versionId))!);
    for (const run of ofVersion) graphs.set(run, graph);
  }
  return graphs;
}

/** The tasks that are meant in each run. One that a version lacks stands for itself, since a run may still have it. */
export function choiceIn(
  graph: DagGraph,
  choices: readonly TaskChoice[],
  { withUpstream, withDownstream }: Relatives,
): readonly TaskChoice[] {
  const chosen = new Map<TaskId, TaskChoice[]>();
  const addAll = (indexes: Iterable<number>): void => {
    for (const index of indexes) chosen.set(graph.taskIds[index]!, [{ taskId: graph.taskIds[index]!, mapIndex: null }]);
  };
  for (const choice of choices) chosen.set(choice.taskId, [...(chosen.get(choice.taskId) ?? []), choice]);
  for (const { taskId } of choices) {
    const index = graph.indexOf(taskId);
    if (index === -1) continue;
    if (withUpstream) addAll(graph.ancestors(index));
    if (withDownstream) addAll(graph.descendants(index));
  }
  return [...chosen.values()].flat();
}

/** As the store takes them. */
export function refsOf({ dagRunKey }: LockedDagRun, choices: readonly TaskChoice[]): readonly TaskInstanceRef[] {
  return choices.map(({ taskId, mapIndex }) => ({ dagRunKey, taskId, mapIndex }));
}

/** The tasks of a group and of the groups in it. @throws {GroupNotFoundError} */
export function tasksOfGroup(
  dag: Pick<SerializedDag, 'dagId' | 'tasks' | 'groups'>,
  groupId: string,
): readonly TaskId[] {
  if (!dag.groups.some((group) => group.groupId === groupId)) {
    throw new GroupNotFoundError(
      dag.dagId,
      groupId,
      dag.groups.map((group) => group.groupId),
    );
  }
  const inside = new Set<string>([groupId]);
  for (let size = 0; size !== inside.size; ) {
    size = inside.size;
    for (const group of dag.groups)
      if (group.parentId !== null && inside.has(group.parentId)) inside.add(group.groupId);
  }
  return dag.tasks.filter((task) => task.groupId !== null && inside.has(task.groupId)).map(({ taskId }) => taskId);
}
