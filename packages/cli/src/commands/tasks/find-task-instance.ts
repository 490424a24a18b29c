import { type DagId, didYouMean } from '@tradewind/model';
import { CommandFailedError } from '../../errors.ts';
import type { Platform } from '../../ports/platform.ts';
import type { DagRun, TaskInstance } from '../../ports/runs-port.ts';

/** The arguments of every command about one task instance. */
export const TASK_INSTANCE_ARGUMENTS = {
  dagId: { summary: 'The id of the DAG.' },
  run: { summary: 'The id of the run, or its logical date.' },
  taskId: { summary: 'The id of the task.' },
} as const;

export const MAP_INDEX_OPTION = {
  mapIndex: {
    kind: 'integer',
    valueName: 'index',
    min: -1,
    default: -1,
    summary: 'Which instance of a mapped task.',
  },
} as const;

export interface NamedTaskInstance {
  readonly dagId: string;
  readonly run: string;
  readonly taskId: string;
  readonly mapIndex: number;
}

/** @throws {CommandFailedError} when the run has no such task instance; and what finding the run throws. */
export async function findTaskInstance(
  { runs }: Platform,
  named: NamedTaskInstance,
): Promise<{ readonly run: DagRun; readonly task: TaskInstance }> {
  const { dagRunKey } = await runs.find(named.dagId as DagId, named.run);
  const { run, taskInstances } = await runs.snapshot(dagRunKey);
  const ofTask = taskInstances.filter(({ taskId }) => taskId === named.taskId);
  const task = ofTask.find(({ mapIndex }) => mapIndex === named.mapIndex);
  if (task !== undefined) return { run, task };
  if (ofTask.length === 0) {
    const known = taskInstances.map(({ taskId }) => taskId);
    throw new CommandFailedError(`Run "${run.runId}" has no task "${named.taskId}".${didYouMean(named.taskId, known)}`);
  }
  const indexes = ofTask.map(({ mapIndex }) => mapIndex);
  const range = indexes.length === 1 ? `only ${indexes[0]}` : `${Math.min(...indexes)} to ${Math.max(...indexes)}`;
  throw new CommandFailedError(`Task "${named.taskId}" has no instance ${named.mapIndex}: give --map-index, ${range}.`);
}
