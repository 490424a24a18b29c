/**
 * Which attempt does this code belong to? Author code may leave timers and promises behind; what they print or throw
 * after their attempt is over is theirs, not that of the attempt that happens to run then.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AttemptId } from '@tradewind/model';

const storage = new AsyncLocalStorage<AttemptId>();

/** Everything that `body` calls, now or later, belongs to the attempt. */
export function asAttempt<Result>(attemptId: AttemptId, body: () => Result): Result {
  return storage.run(attemptId, body);
}

/** The attempt that the running code belongs to; null for code of nobody, such as that of a loaded module. */
export function currentAttempt(): AttemptId | null {
  return storage.getStore() ?? null;
}
