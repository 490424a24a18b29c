/** Clearing with all that people can ask for: several runs, map indexes, the version in force, a check beforehand. */
import {
  compileDag,
  type DagGraph,
  type DagId,
  type RunId,
  type TaskId,
  type TaskInstanceState,
} from '@tradewind/model';
import {
  clearTaskInstances,
  findTaskInstances,
  type LockedDagRun,
  listNewTasks,
  lockDagRuns,
  moveDagRuns,
  type NewTask,
  notifySchedulers,
  previewClearTaskInstances,
  type Queryable,
  requeueDagRuns,
  saveRunNotes,
  saveTaskNotes,
  type TaskInstanceDetailsRow,
  type TaskInstanceRef,
  type TaskSelection,
  touchDagRuns,
} from '@tradewind/store';
import { TaskNotFoundError, TaskRunningError } from './errors.ts';
import { requireDag, serializedOf } from './require-dag.ts';
import { choiceIn, graphsOf, lockRunAndOthers, type Relatives, type TaskChoice } from './scope-of-tasks.ts';
import { selectTasks } from './select-tasks.ts';

export interface ClearInstancesRequest extends Relatives {
  readonly dagId: DagId;
  /** These runs; otherwise those whose logical date is in the range. */
  readonly runIds?: readonly RunId[];
  /** Beside a single run those before and after it. */
  readonly withPast?: boolean;
  readonly withFuture?: boolean;
  readonly logicalDateFromAt?: number;
  readonly logicalDateToAt?: number;
  /** @default all */
  readonly tasks?: readonly TaskChoice[];
  readonly onlyFailed: boolean;
  readonly onlyRunning: boolean;
  /** Adds the tasks that the version in force has and a run lacks, and clears nothing else. @default false */
  readonly onlyNew?: boolean;
  /** Runs that had ended are queued again. @default true */
  readonly resetsRuns?: boolean;
  /** Moves the runs to the version in force. @default false */
  readonly onLatestVersion?: boolean;
  /** @default false */
  readonly refusesRunning?: boolean;
  /** Of the task instances. */
  readonly note?: string | null | undefined;
  /** Of the runs. */
  readonly runNote?: string | null | undefined;
}

export interface ClearPlan {
  readonly request: ClearInstancesRequest;
  readonly runs: readonly LockedDagRun[];
  readonly selections: readonly TaskSelection[];
  /** What is cleared, as it is. */
  readonly instances: readonly TaskInstanceDetailsRow[];
  /** What is added. */
  readonly newTasks: readonly NewTask[];
}

/**
 * Locks what is meant, and says what would be cleared.
 *
 * @throws {DagNotFoundError | DagRunNotFoundError | TaskNotFoundError | TaskRunningError | LogicalDateMissingError}
 */
export async function planClear(transaction: Queryable, request: ClearInstancesRequest): Promise<ClearPlan> {
  const dag = await requireDag(transaction, request.dagId);
  const runs = await lockMeant(transaction, request);
  const moves = request.onLatestVersion === true || request.onlyNew === true;
  const latest = compileDag(serializedOf(dag));
  const graphs = moves ? new Map(runs.map((run) => [run, latest])) : await graphsOf(transaction, runs);
  refuseUnknown(request, [latest, ...graphs.values()]);
  const keys = runs.map(({ dagRunKey }) => dagRunKey);
  const newTasks = moves ? await listNewTasks(transaction, keys) : [];
  const selections = request.onlyNew ? [] : runs.map((run) => selectionOf(run, graphs.get(run)!, request));
  const cleared = await previewClearTaskInstances(transaction, selections, statesOf(request));
  const instances = await findTaskInstances(transaction, cleared);
  if (request.refusesRunning) refuseRunning(instances);
  return { request, runs, selections, instances, newTasks };
}

async function lockMeant(transaction: Queryable, request: ClearInstancesRequest): Promise<readonly LockedDagRun[]> {
  const { dagId, runIds, withPast = false, withFuture = false } = request;
  if (runIds === undefined) {
    const { logicalDateFromAt, logicalDateToAt } = request;
    return lockDagRuns(transaction, dagId, {
      ...(logicalDateFromAt === undefined || withPast ? {} : { logicalDateFromAt }),
      ...(logicalDateToAt === undefined || withFuture ? {} : { logicalDateToAt }),
    });
  }
  const locked: LockedDagRun[] = [];
  for (const runId of new Set(runIds)) {
    locked.push(...(await lockRunAndOthers(transaction, { dagId, runId, withPast, withFuture })));
  }
  return locked;
}

/** @throws {TaskNotFoundError} when none of the versions has a task. */
function refuseUnknown({ dagId, tasks = [] }: ClearInstancesRequest, graphs: readonly DagGraph[]): void {
  const unknown = tasks.find(({ taskId }) => graphs.every((graph) => graph.indexOf(taskId) === -1));
  if (unknown !== undefined) throw new TaskNotFoundError(dagId, unknown.taskId, graphs[0]!.taskIds);
}

/** With the setups and teardowns in whose scope the tasks are, since they cannot run again without their resources. */
function selectionOf({ dagRunKey }: LockedDagRun, graph: DagGraph, request: ClearInstancesRequest): TaskSelection {
  if (request.tasks === undefined) return { dagRunKey, taskIds: graph.taskIds };
  const choices = choiceIn(graph, request.tasks, request);
  const known = choices.map(({ taskId }) => taskId).filter((taskId) => graph.indexOf(taskId) !== -1);
  const chosen = new Set<TaskId>(choices.map(({ taskId }) => taskId));
  const dag = { dagId: request.dagId, tasks: graph.tasks };
  const others = selectTasks(dag, { taskIds: known, withUpstream: false, withDownstream: false });
  return {
    dagRunKey,
    taskIds: [
      ...choices.map(({ taskId, mapIndex }) => (mapIndex === null ? taskId : ([taskId, mapIndex] as const))),
      ...others.filter((taskId) => !chosen.has(taskId)),
    ],
  };
}

/** Null: every state. */
function statesOf({ onlyFailed, onlyRunning }: ClearInstancesRequest): readonly TaskInstanceState[] | null {
  const failed: readonly TaskInstanceState[] = onlyFailed ? ['failed', 'upstream_failed'] : [];
  const running: readonly TaskInstanceState[] = onlyRunning ? ['running'] : [];
  return onlyFailed || onlyRunning ? [...failed, ...running] : null;
}

/** @throws {TaskRunningError} */
function refuseRunning(instances: readonly TaskInstanceDetailsRow[]): void {
  const running = instances.find(({ state }) => state === 'running' || state === 'queued' || state === 'restarting');
  if (running !== undefined) throw new TaskRunningError(running);
}

/** Does what was planned, in the same transaction. */
export async function applyClear(transaction: Queryable, plan: ClearPlan): Promise<void> {
  const { request, runs, selections, instances, newTasks } = plan;
  const keys = runs.map(({ dagRunKey }) => dagRunKey);
  const moves = request.onLatestVersion === true || (request.onlyNew === true && newTasks.length > 0);
  if (moves) await moveDagRuns(transaction, keys);
  await clearTaskInstances(transaction, selections, statesOf(request));
  const touched = [...new Set([...instances, ...newTasks].map(({ dagRunKey }) => dagRunKey))];
  if (request.note !== undefined && request.note !== null)
    await saveTaskNotes(transaction, instances satisfies readonly TaskInstanceRef[], request.note);
  if (request.runNote !== undefined && request.runNote !== null) await saveRunNotes(transaction, keys, request.runNote);
  if (request.resetsRuns ?? true) await requeueDagRuns(transaction, touched);
  else await touchDagRuns(transaction, touched);
  const changed = moves ? keys : touched;
  if (changed.length > 0) await notifySchedulers(transaction, { kind: 'run', runs: changed, dagIds: [request.dagId] });
}
