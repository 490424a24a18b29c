/**
 * People end a run, or queue it again.
 *
 * Success: all that has not ended is a success. Failed: what is under way fails, and the rest is skipped. A teardown whose
 * setup has run still gets its chance: then the run goes on with it alone, and ends as its other tasks say.
 */
import { type DagGraph, type DagRunState, isFinished, isFinishedRun, type TaskId } from '@tradewind/model';
import {
  type DagRunRow,
  finishDagRun,
  type LockedDagRun,
  listTaskInstances,
  lockDagRuns,
  markTaskInstances,
  notifySchedulers,
  type Queryable,
  requeueDagRuns,
  type TaskInstanceMark,
  type TaskInstanceRow,
  touchDagRuns,
} from '@tradewind/store';
import { graphsOf } from './scope-of-tasks.ts';

export interface RunMarkRequest {
  readonly state: Exclude<DagRunState, 'running'>;
  readonly reason: TaskInstanceMark['reason'];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Marks a run, in a transaction of the caller. A run under way that is marked as queued stays as it is. */
export async function markDagRun(
  transaction: Queryable,
  { dagId, runId, dagRunKey }: Pick<DagRunRow, 'dagId' | 'runId' | 'dagRunKey'>,
  { state, reason, at }: RunMarkRequest,
): Promise<void> {
  const [run] = await lockDagRuns(transaction, dagId, { runId });
  if (run === undefined) return;
  if (state === 'queued') {
    if (!isFinishedRun(run.state)) return;
    await requeueDagRuns(transaction, [dagRunKey]);
  } else await end(transaction, run, { state, reason, at });
  await notifySchedulers(transaction, { kind: 'run', runs: [dagRunKey], dagIds: [dagId] });
}

type EndMark = TaskInstanceMark & { readonly state: 'success' | 'failed' };

async function end(transaction: Queryable, run: LockedDagRun, mark: EndMark): Promise<void> {
  const { dagRunKey } = run;
  const instances = await listTaskInstances(transaction, dagRunKey);
  const graph = (await graphsOf(transaction, [run])).get(run)!;
  const kept = teardownsWithWork(graph, instances);
  const open = instances.filter(({ taskId, state }) => !isFinished(state) && !kept.has(taskId));
  const refs = (ones: readonly TaskInstanceRow[]) =>
    ones.map(({ taskId, mapIndex }) => ({ dagRunKey, taskId, mapIndex }));
  if (mark.state === 'success') await markTaskInstances(transaction, refs(open), mark);
  else {
    await markTaskInstances(transaction, refs(open.filter(isUnderWay)), mark);
    const waiting = open.filter((one) => !isUnderWay(one));
    await markTaskInstances(transaction, refs(waiting), { ...mark, state: 'skipped' });
  }
  if (kept.size === 0) return finishDagRun(transaction, dagRunKey, mark);
  await touchDagRuns(transaction, [dagRunKey]);
}

/** What an executor, a trigger or a person holds. */
function isUnderWay({ state }: TaskInstanceRow): boolean {
  return ['queued', 'running', 'restarting', 'deferred', 'awaiting_input', 'up_for_reschedule'].includes(state);
}

/** Teardowns that have not ended, and have something to take down. */
function teardownsWithWork(graph: DagGraph, instances: readonly TaskInstanceRow[]): ReadonlySet<TaskId> {
  const states = new Map(instances.map(({ taskId, state }) => [taskId, state]));
  const hasRun = (taskId: TaskId): boolean => ['success', 'running'].includes(states.get(taskId) ?? 'none');
  const teardowns = graph.tasks.filter(
    ({ taskId, isTeardown, setups }) =>
      isTeardown && !isFinished(states.get(taskId) ?? 'removed') && setups.some(hasRun),
  );
  return new Set(teardowns.map(({ taskId }) => taskId));
}
