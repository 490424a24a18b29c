import { compileDag, type SerializedDag } from '@tradewind/model';
import type { TaskTemplate } from '@tradewind/store';

/** What the task instances of a run start from, with the effective priorities. */
export function taskRowsOf(dag: SerializedDag): readonly TaskTemplate[] {
  const { priority } = compileDag(dag);
  return dag.tasks.map((task, index) => ({
    task_id: task.taskId,
    operator: task.operator,
    max_tries: task.retry.retries,
    queue: task.queue,
    executor: task.executor,
    pool: task.pool,
    pool_slots: task.poolSlots,
    priority: priority[index]!,
  }));
}
