/** What the API server is handed: the composition root of the room `api-server`. */
import { type ApiParts, anonymous } from '@tradewind/api-server';
import type { Database } from '@tradewind/store';
import type { Config } from '../config/index.ts';
import type { Logger } from '../logging/logger.ts';
import { tradewindVersion } from './tradewind-version.ts';

export interface ApiPartsOptions {
  readonly config: Config;
  readonly database: Database;
  readonly logger: Logger;
}

export async function apiParts({ database, logger }: ApiPartsOptions): Promise<ApiParts> {
  return {
    database,
    now: Date.now,
    version: tradewindVersion(),
    authenticator: { authenticate: async () => anonymous },
    onFault: ({ error, requestId, routeId }) =>
      logger.error({ request: requestId, route: routeId, error: error.message, stack: error.stack }, 'request failed'),
  };
}
