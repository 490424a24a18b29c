/** Every endpoint, each handed what it needs. */
import type { Endpoint } from './http/handle.ts';
import type { ApiParts } from './ports.ts';
import { poolEndpoints } from './routes/pools.ts';
import { versionEndpoints } from './routes/version.ts';

export function endpointsOf(parts: ApiParts): readonly Endpoint[] {
  return [...poolEndpoints(parts), ...versionEndpoints(parts)];
}
