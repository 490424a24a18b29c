import { rm } from 'node:fs/promises';
import type { TaskContext } from '../context/task-context.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** Environment variables by name. */
export interface Environment {
  readonly [name: string]: string;
}

/** The environment of a command: that of the worker, which run and task it is, and what the author adds. */
export function environmentOf(context: TaskContext, added: Environment | undefined): NodeJS.ProcessEnv {
  return {
    // biome-ignore lint/style/noProcessEnv: a command inherits the environment of the worker, as from a shell.
    ...process.env,
    TRADEWIND_DAG_ID: context.dagId,
    TRADEWIND_RUN_ID: context.runId,
    TRADEWIND_TASK_ID: context.taskId,
    TRADEWIND_TRY_NUMBER: String(context.tryNumber),
    TRADEWIND_MAP_INDEX: String(context.mapIndex),
    TRADEWIND_LOGICAL_DATE: context.logicalDate?.toISOString() ?? '',
    ...added,
  };
}

/** Runs `work` in the author's folder, or in a fresh one that is deleted afterwards. */
export async function inFolder<Result>(
  cwd: string | undefined,
  work: (cwd: string) => Promise<Result>,
): Promise<Result> {
  if (cwd !== undefined) return await work(cwd);
  const folder = createTemporaryFolder('task');
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
