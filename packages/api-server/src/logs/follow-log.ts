/**
 * Follows a log while its attempt runs.
 *
 * The file system says that the file grew, the feed that the attempt changed; a log that is complete is read once more
 * after that was known, so nothing is missed.
 */
import type { AttemptRef, DagRunKey } from '@tradewind/model';
import { type Database, findInstanceState } from '@tradewind/store';
import type { ChangeFeed } from '../events/change-feed.ts';
import type { AttemptLogs } from './attempt-logs.ts';
import { FileChange } from './file-change.ts';
import { isComplete } from './log-attempt.ts';
import type { LogIndex } from './log-index.ts';

export interface FollowParts {
  readonly database: Database;
  readonly changes: ChangeFeed;
  readonly logs: AttemptLogs;
}

export interface LogGrowth {
  readonly index: LogIndex;
  readonly isComplete: boolean;
}

/** The log as it is, then again whenever it grew, until it is complete or `signal` aborts. */
export async function* followLog(
  { database, changes, logs }: FollowParts,
  attempt: AttemptRef,
  signal: AbortSignal,
): AsyncGenerator<LogGrowth, void, void> {
  const change = new FileChange(logs.pathOf(attempt));
  const end = (): void => change.note();
  signal.addEventListener('abort', end);
  let dagRunKey: DagRunKey | null = null;
  let mustAsk = true;
  const unsubscribe = changes.subscribe((told) => {
    if (told.kind === 'pools') return;
    if (told.kind === 'runs' && dagRunKey !== null && !told.runs.includes(dagRunKey)) return;
    mustAsk = true;
    change.note();
  });
  try {
    await changes.isListening();
    let isOver = false;
    let lines = -1;
    while (!signal.aborted) {
      if (mustAsk) {
        mustAsk = false;
        const instance = await findInstanceState(database, attempt);
        dagRunKey = instance?.dagRunKey ?? null;
        isOver = isComplete(instance, attempt.tryNumber);
      }
      change.watch();
      const index = await logs.index(attempt);
      if (index.lines !== lines || isOver) yield { index, isComplete: isOver };
      if (isOver) return;
      lines = index.lines;
      await change.next();
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', end);
    change.close();
  }
}
