import { DagRunNotFoundError, type OperationContext, TaskNotFoundError } from '@tradewind/api-server';
import { type DagRunKey, isFinished, type TaskId } from '@tradewind/model';
import { type AttemptRow, findDagRunByKey, listAttempts, listTaskInstances } from '@tradewind/store';
import type { AttemptRef, LogLine, LogStore } from '@tradewind/worker';

export interface LogTarget {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  /** -1 when it is not mapped. */
  readonly mapIndex: number;
  readonly tryNumber: number;
}

export interface LogOperations {
  /** The attempts of a task instance that have begun, the latest one last. @throws {TaskNotFoundError} */
  listAttempts(target: Omit<LogTarget, 'tryNumber'>): Promise<readonly AttemptRow[]>;
  /** The lines of one attempt; with `follow` also those still to come, until it has finished. */
  read(target: LogTarget, options: { readonly follow: boolean; readonly signal: AbortSignal }): AsyncIterable<LogLine>;
}

export function logOperations({ database, logs }: OperationContext & { readonly logs: LogStore }): LogOperations {
  return {
    async listAttempts(target) {
      const attempts = await listAttempts(database, target);
      if (attempts.length === 0) await requireTaskInstance({ database }, target);
      return attempts;
    },
    async *read(target, { follow, signal }) {
      const attempt = await refOf({ database }, target);
      if (!follow) {
        yield* readAll(logs, attempt);
        return;
      }
      const isOver = async (): Promise<boolean> =>
        isAttemptOver(await listAttempts(database, target), target.tryNumber);
      for await (const page of logs.follow(attempt, { isFinished: isOver, signal })) yield* page.lines;
    },
  };
}

async function* readAll(logs: LogStore, attempt: AttemptRef): AsyncGenerator<LogLine, void, undefined> {
  let from = 0;
  for (;;) {
    const page = await logs.read(attempt, { from });
    yield* page.lines;
    if (page.isEnd) return;
    from = page.next;
  }
}

/** Whether the attempt has finished: it has ended, or was followed by another one. */
function isAttemptOver(attempts: readonly AttemptRow[], tryNumber: number): boolean {
  const latest = attempts.at(-1);
  const attempt = attempts.findLast((row) => row.tryNumber === tryNumber);
  if (attempt === undefined) return true;
  return attempt !== latest || isFinished(attempt.state) || attempt.finishedAt !== null;
}

async function refOf({ database }: Pick<OperationContext, 'database'>, target: LogTarget): Promise<AttemptRef> {
  const run = await findDagRunByKey(database, target.dagRunKey);
  if (run === null) throw new DagRunNotFoundError('?', target.dagRunKey, []);
  const { dagId, runId } = run;
  const { taskId, mapIndex, tryNumber } = target;
  return { dagId, runId, taskId, mapIndex, tryNumber };
}

async function requireTaskInstance(
  { database }: Pick<OperationContext, 'database'>,
  { dagRunKey, taskId, mapIndex }: Omit<LogTarget, 'tryNumber'>,
): Promise<void> {
  const instances = await listTaskInstances(database, dagRunKey);
  if (instances.some((row) => row.taskId === taskId && row.mapIndex === mapIndex)) return;
  const run = await findDagRunByKey(database, dagRunKey);
  throw new TaskNotFoundError(
    run?.dagId ?? '?',
    taskId,
    instances.map((row) => row.taskId),
  );
}
