import { RemoteExecutor } from '@tradewind/executors';
import type { ExecutionApi } from '@tradewind/worker';
import type { Config } from '../config/index.ts';
import type { Logger } from '../logging/logger.ts';
import { listenForWorkers } from '../worker-transport/listen-for-workers.ts';
import { ensureWorkerToken } from '../worker-transport/worker-token.ts';
import { answerWorkers } from './answer-workers.ts';
import { BundleShelf } from './bundle-shelf.ts';
import { sayHubEvents } from './say-worker-events.ts';

export interface RemoteExecutorParts {
  readonly config: Config;
  readonly api: ExecutionApi;
  readonly logger: Logger;
  readonly parallelism: number;
}

/** The executor for workers in processes of their own. What runs there when the scheduler stops goes on. */
export function buildRemoteExecutor({ config, api, logger, parallelism }: RemoteExecutorParts): RemoteExecutor {
  const { home } = config.core;
  const { token } = config.worker;
  return new RemoteExecutor({
    listener: listenForWorkers(home),
    token: async () => token ?? ensureWorkerToken(home),
    answer: answerWorkers(api, new BundleShelf(home)),
    parallelism,
    leavesAttempts: true,
    onEvent: sayHubEvents(logger),
  });
}
