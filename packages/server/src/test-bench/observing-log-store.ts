import type { AttemptRef, LogLine, LogPage, LogStore } from '@tradewind/worker';
import type { TestObserver } from './observer.ts';

/** Hands every line to the observer, and keeps none. */
export function observingLogStore(observer: TestObserver): LogStore {
  const empty: LogPage = { lines: [], next: 0, isEnd: true };
  return {
    append({ taskId, mapIndex }: AttemptRef, lines: readonly LogLine[]) {
      for (const line of lines) observer.logged({ ...line, taskId, mapIndex });
    },
    isBehind: false,
    caughtUp: () => Promise.resolve(),
    read: () => Promise.resolve(empty),
    async *follow() {
      yield empty;
    },
    delete: () => Promise.resolve(),
  };
}
