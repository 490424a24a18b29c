/** What the API server needs for workers without a database. */
import { join } from 'node:path';
import type { ExecutionParts } from '@tradewind/api-server';
import type { Database, SecretBox } from '@tradewind/store';
import { appendLogText } from '@tradewind/worker';
import { type Config, secretsInEnvironment } from '../config/index.ts';
import { storeExecutionApi } from '../daemons/store-execution-api.ts';
import type { Logger } from '../logging/logger.ts';
import { sayExecutionEvents } from './say-worker-events.ts';
import { ensureWorkerToken, joinTokenOf } from './worker-token.ts';

export interface ExecutionPartsOptions {
  readonly config: Config;
  readonly database: Database;
  readonly secret: Uint8Array;
  readonly box: SecretBox;
  readonly logger: Logger;
}

/** Makes the join token when there is none, so that people find it before the first worker comes. */
export async function executionParts({
  config,
  database,
  secret,
  box,
  logger,
}: ExecutionPartsOptions): Promise<ExecutionParts> {
  const { home } = config.core;
  const { token } = config.worker;
  const makeToken = (): Promise<string> => ensureWorkerToken(home, joinTokenOf(secret));
  if (token === null) await makeToken();
  return {
    secret,
    joinToken: async () => token ?? makeToken(),
    bundlesFolder: join(home, 'bundles'),
    services: storeExecutionApi({
      database,
      now: Date.now,
      triggeredBy: 'operator',
      user: null,
      secrets: async () => box,
      environment: secretsInEnvironment(),
    }),
    logs: { append: (place, offset, text) => appendLogText(config.logging.folder, place, { offset, text }) },
    onEvent: sayExecutionEvents(logger),
  };
}
