/** Every route of the public API, by resource. */
import type { Route } from '../route.ts';
import { answerRoutes } from './answers.ts';
import { assetStateStoreRoutes } from './asset-state-store.ts';
import { assetRoutes } from './assets.ts';
import { authRoutes } from './auth.ts';
import { backfillRoutes } from './backfills.ts';
import { connectionRoutes } from './connections.ts';
import { dagFileRoutes } from './dag-files.ts';
import { dagRunRoutes } from './dag-runs.ts';
import { dagRoutes } from './dags.ts';
import { eventLogRoutes } from './event-logs.ts';
import { eventStreamRoutes } from './event-stream.ts';
import { gridRoutes } from './grid.ts';
import { jobRoutes } from './jobs.ts';
import { monitorRoutes } from './monitor.ts';
import { openApiRoutes } from './openapi.ts';
import { peopleRoutes } from './people.ts';
import { pluginRoutes } from './plugins.ts';
import { poolRoutes } from './pools.ts';
import { providerRoutes } from './providers.ts';
import { roleRoutes } from './roles.ts';
import { serverConfigRoutes } from './server-config.ts';
import { serviceAccountRoutes } from './service-accounts.ts';
import { statsRoutes } from './stats.ts';
import { taskExtraRoutes } from './task-extras.ts';
import { taskInstanceRoutes } from './task-instances.ts';
import { taskLogRoutes } from './task-logs.ts';
import { taskRoutes } from './tasks.ts';
import { userRoutes } from './users.ts';
import { variableRoutes } from './variables.ts';
import { versionRoutes } from './version.ts';
import { xcomRoutes } from './xcoms.ts';

export const routes: readonly Route[] = [
  ...answerRoutes,
  ...authRoutes,
  ...eventLogRoutes,
  ...roleRoutes,
  ...serviceAccountRoutes,
  ...userRoutes,
  ...eventStreamRoutes,
  ...gridRoutes,
  ...assetRoutes,
  ...assetStateStoreRoutes,
  ...backfillRoutes,
  ...connectionRoutes,
  ...jobRoutes,
  ...monitorRoutes,
  ...pluginRoutes,
  ...openApiRoutes,
  ...providerRoutes,
  ...serverConfigRoutes,
  ...variableRoutes,
  ...dagRoutes,
  ...dagFileRoutes,
  ...taskRoutes,
  ...peopleRoutes,
  ...poolRoutes,
  ...dagRunRoutes,
  ...taskInstanceRoutes,
  ...statsRoutes,
  ...taskExtraRoutes,
  ...taskLogRoutes,
  ...xcomRoutes,
  ...versionRoutes,
];
