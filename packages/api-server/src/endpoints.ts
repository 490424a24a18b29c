/** Every endpoint, each handed what it needs. */
import type { Endpoint } from './http/handle.ts';
import type { ApiParts } from './ports.ts';
import { versionEndpoints } from './routes/version.ts';

export function endpointsOf(parts: ApiParts): readonly Endpoint[] {
  return [...versionEndpoints(parts)];
}
