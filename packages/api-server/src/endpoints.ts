/** Every endpoint, each handed what it needs. */
import type { Endpoint } from './http/handle.ts';
import type { ServedParts } from './ports.ts';
import { answerEndpoints } from './routes/answers.ts';
import { authEndpoints } from './routes/auth.ts';
import { eventLogEndpoints } from './routes/event-logs.ts';
import { gridEndpoints } from './routes/grid.ts';
import { poolEndpoints } from './routes/pools.ts';
import { roleEndpoints } from './routes/roles.ts';
import { serviceAccountEndpoints } from './routes/service-accounts.ts';
import { userEndpoints } from './routes/users.ts';
import { versionEndpoints } from './routes/version.ts';

export function endpointsOf(parts: ServedParts): readonly Endpoint[] {
  return [
    ...answerEndpoints(parts),
    ...gridEndpoints(parts),
    ...poolEndpoints(parts),
    ...authEndpoints(parts),
    ...eventLogEndpoints(parts),
    ...roleEndpoints(parts),
    ...serviceAccountEndpoints(parts),
    ...userEndpoints(parts),
    ...versionEndpoints(parts),
  ];
}
