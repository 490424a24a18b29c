import { compileDag, type SerializedDag, type TaskId } from '@tradewind/model';
import { TaskNotFoundError } from './errors.ts';

export interface TaskSelectionRequest {
  /** All tasks when absent. */
  readonly taskIds?: readonly TaskId[];
  readonly withUpstream: boolean;
  readonly withDownstream: boolean;
}

/**
 * The tasks that are meant, in the order of declaration: the named ones, what comes before or after them where asked
 * for, and the setups and teardowns in whose scope these are, since a task cannot run again without its resources.
 *
 * @throws {TaskNotFoundError} when the DAG lacks a named task.
 */
export function selectTasks(
  dag: Pick<SerializedDag, 'dagId' | 'tasks'>,
  request: TaskSelectionRequest,
): readonly TaskId[] {
  if (request.taskIds === undefined) return dag.tasks.map(({ taskId }) => taskId);
  const graph = compileDag(dag);
  const selected = new Set<number>();
  for (const taskId of request.taskIds) {
    const index = graph.indexOf(taskId);
    if (index === -1) throw new TaskNotFoundError(dag.dagId, taskId, graph.taskIds);
    selected.add(index);
    if (request.withUpstream) for (const above of graph.ancestors(index)) selected.add(above);
    if (request.withDownstream) for (const below of graph.descendants(index)) selected.add(below);
  }
  for (const index of [...selected]) {
    const setups = graph.tasks[index]!.setups;
    for (const setup of setups) selected.add(graph.indexOf(setup));
    if (setups.length > 0) for (const teardown of teardownsOf(dag, setups)) selected.add(graph.indexOf(teardown));
  }
  return graph.taskIds.filter((_, index) => selected.has(index));
}

function teardownsOf(dag: Pick<SerializedDag, 'tasks'>, setups: readonly TaskId[]): readonly TaskId[] {
  return dag.tasks
    .filter((task) => task.isTeardown && task.setups.some((setup) => setups.includes(setup)))
    .map(({ taskId }) => taskId);
}
