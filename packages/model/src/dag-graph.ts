/**
 * The graph of a DAG for those who walk it often: tasks are numbers, in the order of declaration.
 *
 * All index lists are sorted, except `topologicalOrder`. A graph is immutable; nobody writes into its arrays.
 */
import { findCycle } from './find-cycle.ts';
import type { TaskId } from './ids.ts';
import type { SerializedDag, SerializedTask } from './serialized-dag.ts';
import { SerializedDagInvalidError } from './serialized-dag-errors.ts';
import { transitiveSums } from './transitive-sums.ts';

export interface DagGraph {
  readonly tasks: readonly SerializedTask[];
  readonly taskIds: readonly TaskId[];
  /** The index of a task, or -1 when the DAG has none of this id. */
  readonly indexOf: (taskId: TaskId) => number;
  /** Direct upstream tasks by task. */
  readonly upstream: readonly Int32Array[];
  /** Direct downstream tasks by task. */
  readonly downstream: readonly Int32Array[];
  /** Tasks without upstream. */
  readonly roots: Int32Array;
  /**
   * Tasks that decide the state of a run: those after which no task comes that counts. A teardown does not count,
   * unless `onFailureFailDagRun`; in a DAG of nothing else the last tasks are the leaves.
   */
  readonly leaves: Int32Array;
  /** Every task after all of its upstream tasks. */
  readonly topologicalOrder: Int32Array;
  /** Effective priority by task: the weights that its weight rule sums, cut to signed 32 bits. */
  readonly priority: Int32Array;
  /** All tasks downstream of one, directly or not. Computed at each call. */
  readonly descendants: (index: number) => Int32Array;
  /** All tasks upstream of one, directly or not. Computed at each call. */
  readonly ancestors: (index: number) => Int32Array;
}

/** @throws {SerializedDagInvalidError} if an upstream task does not exist, or the tasks form a cycle. */
export function compileDag({ tasks }: Pick<SerializedDag, 'tasks'>): DagGraph {
  const taskIds = tasks.map((task) => task.taskId);
  const indexByTaskId = new Map(taskIds.map((taskId, index) => [taskId, index]));
  const upstream = tasks.map((task) => indexesOf(task, indexByTaskId));
  const downstream = inverted(upstream);
  const topologicalOrder = inTopologicalOrder(upstream, downstream);
  if (topologicalOrder.length < tasks.length) {
    throw new SerializedDagInvalidError([`the tasks form a cycle: ${findCycle(tasks)?.join(' → ')}`]);
  }
  return Object.freeze({
    tasks,
    taskIds,
    indexOf: (taskId: TaskId) => indexByTaskId.get(taskId) ?? -1,
    upstream,
    downstream,
    roots: indexesWhere(tasks.length, (index) => upstream[index]!.length === 0),
    leaves: leavesOf(tasks, downstream),
    topologicalOrder,
    priority: prioritiesOf(tasks, upstream, downstream, topologicalOrder),
    descendants: (index: number) => reachable(index, downstream),
    ancestors: (index: number) => reachable(index, upstream),
  });
}

function indexesOf(task: SerializedTask, indexByTaskId: ReadonlyMap<TaskId, number>): Int32Array {
  return Int32Array.from(task.upstream, (taskId) => {
    const index = indexByTaskId.get(taskId);
    if (index === undefined) {
      throw new SerializedDagInvalidError([`task "${task.taskId}" depends on "${taskId}", which is not in the DAG`]);
    }
    return index;
  }).sort();
}

/** For every task the tasks that list it; sorted, since tasks are visited in order. */
function inverted(upstream: readonly Int32Array[]): Int32Array[] {
  const lists: number[][] = upstream.map(() => []);
  for (const [index, above] of upstream.entries()) {
    for (const up of above) lists[up]!.push(index);
  }
  return lists.map((list) => Int32Array.from(list));
}

/** Kahn's algorithm, first declared first; tasks on a cycle or after one are left out. */
function inTopologicalOrder(upstream: readonly Int32Array[], downstream: readonly Int32Array[]): Int32Array {
  const missing = Int32Array.from(upstream, (above) => above.length);
  const order: number[] = [...indexesWhere(missing.length, (index) => missing[index] === 0)];
  for (const index of order) {
    for (const below of downstream[index]!) {
      missing[below]! -= 1;
      if (missing[below] === 0) order.push(below);
    }
  }
  return Int32Array.from(order);
}

function leavesOf(tasks: readonly SerializedTask[], downstream: readonly Int32Array[]): Int32Array {
  const counts = (index: number): boolean => !tasks[index]!.isTeardown || tasks[index]!.onFailureFailDagRun;
  const leaves = indexesWhere(tasks.length, (index) => counts(index) && !downstream[index]!.some(counts));
  return leaves.length > 0 ? leaves : indexesWhere(tasks.length, (index) => downstream[index]!.length === 0);
}

function prioritiesOf(
  tasks: readonly SerializedTask[],
  upstream: readonly Int32Array[],
  downstream: readonly Int32Array[],
  topologicalOrder: Int32Array,
): Int32Array {
  const weights = Int32Array.from(tasks, (task) => clampedToInt32(task.priorityWeight));
  const uses = (rule: SerializedTask['weightRule']): boolean => tasks.some((task) => task.weightRule === rule);
  const below = uses('downstream') ? transitiveSums(downstream, topologicalOrder.toReversed(), weights) : null;
  const above = uses('upstream') ? transitiveSums(upstream, topologicalOrder, weights) : null;
  const sums = { downstream: below, upstream: above, absolute: null };
  return Int32Array.from(tasks, (task, index) => {
    return clampedToInt32(task.priorityWeight + (sums[task.weightRule]?.[index] ?? 0));
  });
}

function clampedToInt32(value: number): number {
  return Math.max(-0x80000000, Math.min(0x7fffffff, value));
}

function reachable(start: number, next: readonly Int32Array[]): Int32Array {
  const isReached = new Uint8Array(next.length);
  const stack = [start];
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    for (const other of next[index]!) {
      if (isReached[other] === 0) stack.push(other);
      isReached[other] = 1;
    }
  }
  return indexesWhere(next.length, (index) => isReached[index] === 1);
}

function indexesWhere(length: number, condition: (index: number) => boolean): Int32Array {
  const indexes: number[] = [];
  for (let index = 0; index < length; index++) {
    if (condition(index)) indexes.push(index);
  }
  return Int32Array.from(indexes);
}
