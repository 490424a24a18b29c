import { isFinished, type TaskId, type TaskInstanceState } from '@tradewind/model';
import type { TaskProgress } from './estimate-run.ts';

interface Instance {
  readonly taskId: TaskId;
  readonly state: TaskInstanceState;
  readonly startedAt: number | null;
}

/** The states of mapped instances as one: the task is where its slowest instance is. */
export function progressOf(instances: readonly Instance[]): ReadonlyMap<TaskId, TaskProgress> {
  const progress = new Map<TaskId, TaskProgress>();
  for (const { taskId, state, startedAt } of instances) {
    const known = progress.get(taskId);
    const hasStarted = !isFinished(state) && startedAt !== null;
    const isBehind = known === undefined || (isFinished(known.state) && !isFinished(state));
    if (isBehind || (state === 'failed' && isFinished(known.state))) {
      progress.set(taskId, { state, startedAt: hasStarted ? startedAt : null });
    }
  }
  return progress;
}
