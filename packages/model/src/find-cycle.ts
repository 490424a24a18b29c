import type { TaskId } from './ids.ts';

/** As much of a task as the shape of a graph needs. */
export interface GraphTask {
  readonly taskId: TaskId;
  readonly upstream: readonly TaskId[];
}

/**
 * A cycle among the tasks in the direction of the flow, with its first task again at the end (`a`, `b`, `a`), or null
 * when there is none. The same tasks always give the same cycle. Edges from unknown tasks are ignored.
 */
export function findCycle(tasks: readonly GraphTask[]): TaskId[] | null {
  const taskOf = new Map(tasks.map((task) => [task.taskId, task]));
  const isCleared = new Set<TaskId>();
  for (const task of tasks) {
    const cycle = findCycleAbove(task, taskOf, isCleared);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** Walks upstream from `start`, depth first, with its own stack: a DAG may be deeper than the call stack. */
function findCycleAbove(
  start: GraphTask,
  taskOf: ReadonlyMap<TaskId, GraphTask>,
  isCleared: Set<TaskId>,
): TaskId[] | null {
  const path = [{ task: start, nextEdge: 0 }];
  const onPath = new Set([start.taskId]);
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const above = step.task.upstream[step.nextEdge++];
    if (above === undefined) {
      path.pop();
      onPath.delete(step.task.taskId);
      isCleared.add(step.task.taskId);
    } else if (onPath.has(above)) {
      const walked = path.map(({ task }) => task.taskId);
      return [above, ...walked.slice(walked.indexOf(above)).reverse()];
    } else if (taskOf.has(above) && !isCleared.has(above)) {
      path.push({ task: taskOf.get(above)!, nextEdge: 0 });
      onPath.add(above);
    }
  }
  return null;
}
