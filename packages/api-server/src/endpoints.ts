/** Every endpoint, each handed what it needs. */
import type { Endpoint } from './http/handle.ts';
import type { ServedParts } from './ports.ts';
import { answerEndpoints } from './routes/answers.ts';
import { poolEndpoints } from './routes/pools.ts';
import { versionEndpoints } from './routes/version.ts';

export function endpointsOf(parts: ServedParts): readonly Endpoint[] {
  return [...answerEndpoints(parts), ...poolEndpoints(parts), ...versionEndpoints(parts)];
}
