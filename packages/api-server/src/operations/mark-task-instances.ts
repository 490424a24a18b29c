/**
 * People give task instances a state.
 *
 * Invariants
 * 1. What failed because of them, after them, is cleared, so that it is judged again.
 * 2. A run that had ended is queued again when that leaves work to do, and stays as it is when not.
 * 3. An attempt under way is called off by the scheduler, which loads the run again; what it still reports counts no more.
 */
import type { DagGraph, DagId, DagRunKey, TaskInstanceState } from '@tradewind/model';
import { isFailure, isFinishedRun } from '@tradewind/model';
import {
  clearTaskInstances,
  findTaskInstances,
  type LockedDagRun,
  listRunsWithWork,
  markTaskInstances,
  notifySchedulers,
  type Queryable,
  requeueDagRuns,
  type TaskInstanceDetailsRow,
  type TaskInstanceMark,
  type TaskInstanceRef,
  type TaskSelection,
  touchDagRuns,
} from '@tradewind/store';
import {
  choiceIn,
  graphsOf,
  lockRunAndOthers,
  type OtherRuns,
  type Relatives,
  refsOf,
  type TaskChoice,
} from './scope-of-tasks.ts';

export interface MarkTasksRequest extends Relatives, OtherRuns {
  readonly dagId: DagId;
  readonly runId: string;
  readonly tasks: readonly TaskChoice[];
  readonly state: TaskInstanceMark['state'];
}

/** What marking would do. */
export interface MarkPlan {
  readonly runs: readonly LockedDagRun[];
  /** The task instances whose state changes, as they are. */
  readonly instances: readonly TaskInstanceDetailsRow[];
  readonly refs: readonly TaskInstanceRef[];
  /** What comes after them and may be cleared. */
  readonly after: readonly TaskSelection[];
}

/** Locks what is meant. @throws {DagNotFoundError | DagRunNotFoundError | LogicalDateMissingError} */
export async function planMark(transaction: Queryable, request: MarkTasksRequest): Promise<MarkPlan> {
  const runs = await lockRunAndOthers(transaction, request);
  const graphs = await graphsOf(transaction, runs);
  const chosen = runs.map((run) => ({ run, choices: choiceIn(graphs.get(run)!, request.tasks, request) }));
  const refs = chosen.flatMap(({ run, choices }) => refsOf(run, choices));
  const meant = await findTaskInstances(transaction, refs);
  return {
    runs,
    refs,
    instances: meant.filter(({ state }) => state !== request.state),
    after: chosen.map(({ run, choices }) => ({
      dagRunKey: run.dagRunKey,
      taskIds: after(graphs.get(run)!, choices),
    })),
  };
}

function after(graph: DagGraph, choices: readonly TaskChoice[]): TaskSelection['taskIds'] {
  const marked = new Set(choices.map(({ taskId }) => graph.indexOf(taskId)));
  const below = new Set<number>();
  for (const index of marked) if (index !== -1) for (const one of graph.descendants(index)) below.add(one);
  return [...below].filter((index) => !marked.has(index)).map((index) => graph.taskIds[index]!);
}

const FAILED: readonly TaskInstanceState[] = ['failed', 'upstream_failed'];

/** Does what was planned, in the same transaction. */
export async function applyMark(
  transaction: Queryable,
  { runs, refs, after: below }: MarkPlan,
  mark: TaskInstanceMark & { readonly dagId: DagId },
): Promise<void> {
  const marked = await markTaskInstances(transaction, refs, mark);
  const cleared = isFailure(mark.state) ? [] : await clearTaskInstances(transaction, below, FAILED);
  await reopen(transaction, runs, [...marked, ...cleared], mark.dagId);
}

/** Tells the scheduler of the runs that changed, and queues those again that had ended and have work to do. */
async function reopen(
  transaction: Queryable,
  runs: readonly LockedDagRun[],
  changed: readonly { readonly dagRunKey: DagRunKey }[],
  dagId: DagId,
): Promise<void> {
  const keys = [...new Set(changed.map(({ dagRunKey }) => dagRunKey))];
  if (keys.length === 0) return;
  const ended = new Set(runs.filter(({ state }) => isFinishedRun(state)).map(({ dagRunKey }) => dagRunKey));
  const reopened = new Set(
    await listRunsWithWork(
      transaction,
      keys.filter((key) => ended.has(key)),
    ),
  );
  await requeueDagRuns(transaction, [...reopened]);
  await touchDagRuns(
    transaction,
    keys.filter((key) => !reopened.has(key)),
  );
  await notifySchedulers(transaction, { kind: 'run', runs: keys, dagIds: [dagId] });
}
