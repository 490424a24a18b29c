/** Every endpoint, each handed what it needs. */
import type { Endpoint } from './http/handle.ts';
import type { ServedParts } from './ports.ts';
import { answerEndpoints } from './routes/answers.ts';
import { assetEndpoints } from './routes/assets.ts';
import { authEndpoints } from './routes/auth.ts';
import { backfillEndpoints } from './routes/backfills.ts';
import { connectionEndpoints } from './routes/connections.ts';
import { dagEndpoints } from './routes/dags/dag-endpoints.ts';
import { eventLogEndpoints } from './routes/event-logs.ts';
import { eventStreamEndpoints } from './routes/event-stream.ts';
import { gridEndpoints } from './routes/grid.ts';
import { jobEndpoints } from './routes/jobs.ts';
import { logEndpoints } from './routes/logs/log-endpoints.ts';
import { monitorEndpoints } from './routes/monitor.ts';
import { openApiEndpoints } from './routes/openapi.ts';
import { personalEndpoints } from './routes/personal/personal-endpoints.ts';
import { pluginEndpoints } from './routes/plugins.ts';
import { poolEndpoints } from './routes/pools.ts';
import { providerEndpoints } from './routes/providers.ts';
import { roleEndpoints } from './routes/roles.ts';
import { runEndpoints } from './routes/runs/run-endpoints.ts';
import { serverConfigEndpoints } from './routes/server-config.ts';
import { serviceAccountEndpoints } from './routes/service-accounts.ts';
import { statsEndpoints } from './routes/stats.ts';
import { undoEndpoints } from './routes/undo.ts';
import { userEndpoints } from './routes/users.ts';
import { variableEndpoints } from './routes/variables.ts';
import { versionEndpoints } from './routes/version.ts';

export function endpointsOf(parts: ServedParts): readonly Endpoint[] {
  return [
    ...answerEndpoints(parts),
    ...eventStreamEndpoints(parts),
    ...gridEndpoints(parts),
    ...logEndpoints(parts),
    ...assetEndpoints(),
    ...backfillEndpoints(),
    ...connectionEndpoints(parts),
    ...jobEndpoints(parts),
    ...monitorEndpoints(parts),
    ...openApiEndpoints(parts),
    ...pluginEndpoints(),
    ...providerEndpoints(),
    ...serverConfigEndpoints(parts),
    ...variableEndpoints(parts),
    ...dagEndpoints(parts),
    ...personalEndpoints(parts),
    ...poolEndpoints(parts),
    ...authEndpoints(parts),
    ...eventLogEndpoints(parts),
    ...roleEndpoints(parts),
    ...serviceAccountEndpoints(parts),
    ...statsEndpoints(parts),
    ...userEndpoints(parts),
    ...runEndpoints(parts),
    ...undoEndpoints(parts),
    ...versionEndpoints(parts),
  ];
}
