import type { FastifyInstance } from 'fastify';
import { endpointsOf } from './endpoints.ts';
import { ChangeFeed } from './events/change-feed.ts';
import { type Execution, openExecution } from './execution/open-execution.ts';
import { buildApi } from './http/build-api.ts';
import { OpenStreams } from './http/open-streams.ts';
import type { ApiParts } from './ports.ts';

/** The API server with all of its routes. The caller listens, and closes it. */
export async function createApi(parts: ApiParts): Promise<FastifyInstance> {
  const changes = new ChangeFeed(parts.database);
  const streams = new OpenStreams();
  const execution = await executionOf(parts);
  const { authenticator = parts.authenticator, endpoints = [] } = execution ?? {};
  const app = await buildApi({ ...parts, authenticator }, [
    ...endpointsOf({ ...parts, changes, streams }),
    ...endpoints,
  ]);
  execution?.attach(app);
  app.addHook('preClose', () => streams.close());
  app.addHook('onClose', () => changes.close());
  return app;
}

async function executionOf({ execution, ...parts }: ApiParts): Promise<Execution | null> {
  return execution === undefined ? null : openExecution({ ...parts, parts: execution });
}
