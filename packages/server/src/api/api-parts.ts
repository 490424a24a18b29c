/** What the API server is handed: the composition root of the room `api-server`. */
import { type ApiParts, createIdentity, type Explained, type TaskInstanceTarget } from '@tradewind/api-server';
import { explainTaskInstance, TaskInstanceUnknownError } from '@tradewind/scheduler';
import type { Database } from '@tradewind/store';
import type { Config } from '../config/index.ts';
import type { Logger } from '../logging/logger.ts';
import { openSecretKeys } from '../platform/open-platform.ts';
import { tradewindVersion } from './tradewind-version.ts';

export interface ApiPartsOptions {
  readonly config: Config;
  readonly database: Database;
  readonly logger: Logger;
}

export async function apiParts({ config, database, logger }: ApiPartsOptions): Promise<ApiParts> {
  const [secret] = await openSecretKeys(config);
  const identity = createIdentity({ database, secret });
  return {
    database,
    now: Date.now,
    version: tradewindVersion(),
    identity,
    authenticator: identity.authenticator,
    explain: (target) => explainOrNull(database, target),
    onFault: ({ error, requestId, routeId }) =>
      logger.error({ request: requestId, route: routeId, error: error.message, stack: error.stack }, 'request failed'),
  };
}

async function explainOrNull(database: Database, target: TaskInstanceTarget): Promise<Explained | null> {
  try {
    return await explainTaskInstance(database, target);
  } catch (error) {
    if (error instanceof TaskInstanceUnknownError) return null;
    throw error;
  }
}
