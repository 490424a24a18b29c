import type { FastifyInstance } from 'fastify';
import { endpointsOf } from './endpoints.ts';
import { buildApi } from './http/build-api.ts';
import type { ApiParts } from './ports.ts';

/** The API server with all of its routes. The caller listens, and closes it. */
export function createApi(parts: ApiParts): Promise<FastifyInstance> {
  return buildApi(parts, endpointsOf(parts));
}
