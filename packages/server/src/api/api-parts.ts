/** What the API server is handed: the composition root of the room `api-server`. */
import { type ApiParts, createIdentity, type Explained, type TaskInstanceTarget } from '@tradewind/api-server';
import { explainTaskInstance, TaskInstanceUnknownError } from '@tradewind/scheduler';
import { type Database, secretBox } from '@tradewind/store';
import { logPath } from '@tradewind/worker';
import type { ParsedConfig } from '../config/index.ts';
import { reportConfig } from '../config/report-config.ts';
import { pagesFolder } from '../daemons/installation.ts';
import type { Logger } from '../logging/logger.ts';
import { openSecretKeys } from '../platform/open-platform.ts';
import { executionParts } from '../remote-workers/execution-parts.ts';
import { apiSecurity } from './api-security.ts';
import { dagSources } from './dag-sources.ts';
import { tradewindVersion } from './tradewind-version.ts';

export interface ApiPartsOptions {
  readonly loaded: ParsedConfig;
  readonly database: Database;
  readonly logger: Logger;
}

export async function apiParts({ loaded, database, logger }: ApiPartsOptions): Promise<ApiParts> {
  const [secret, ...older] = await openSecretKeys(loaded.config);
  const box = secretBox(secret, ...older);
  const { loginRequired, jwtSecret } = loaded.config.api;
  const identity = createIdentity({
    database,
    secret: jwtSecret === null ? secret : Buffer.from(jwtSecret),
    isLoginRequired: loginRequired,
  });
  const pages = pagesFolder();
  return {
    database,
    now: Date.now,
    ...(pages === null ? {} : { pagesFolder: pages }),
    version: tradewindVersion(),
    identity,
    ...(await apiSecurity(loaded.config.api)),
    secrets: async () => box,
    config: reportConfig(loaded),
    authenticator: identity.authenticator,
    execution: await executionParts({ config: loaded.config, database, secret, box, logger }),
    sources: dagSources({ home: loaded.config.core.home, bundles: { dags: loaded.config.core.dagsFolder } }),
    logs: { pathOf: (attempt) => logPath(loaded.config.logging.folder, attempt) },
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
