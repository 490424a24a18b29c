import { RemoteExecutor } from '@tradewind/executors';
import type { Database } from '@tradewind/store';
import type { Logger } from '../logging/logger.ts';
import { sayExecutorEvents } from './say-worker-events.ts';
import { storeWorkQueue } from './store-work-queue.ts';

export interface RemoteExecutorParts {
  readonly database: Database;
  readonly logger: Logger;
  readonly parallelism: number;
}

/** The executor for workers without a database. What waits and runs when the scheduler stops goes on. */
export function buildRemoteExecutor({ database, logger, parallelism }: RemoteExecutorParts): RemoteExecutor {
  return new RemoteExecutor({
    queue: storeWorkQueue(database),
    parallelism,
    leavesAttempts: true,
    onEvent: sayExecutorEvents(logger),
  });
}
