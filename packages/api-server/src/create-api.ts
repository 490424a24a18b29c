import type { FastifyInstance } from 'fastify';
import { endpointsOf } from './endpoints.ts';
import { ChangeFeed } from './events/change-feed.ts';
import { buildApi } from './http/build-api.ts';
import type { ApiParts } from './ports.ts';

/** The API server with all of its routes. The caller listens, and closes it. */
export async function createApi(parts: ApiParts): Promise<FastifyInstance> {
  const changes = new ChangeFeed(parts.database);
  const app = await buildApi(parts, endpointsOf({ ...parts, changes }));
  app.addHook('onClose', () => changes.close());
  return app;
}
