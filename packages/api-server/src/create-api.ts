import type { FastifyInstance } from 'fastify';
import { endpointsOf } from './endpoints.ts';
import { ChangeFeed } from './events/change-feed.ts';
import { type Execution, openExecution } from './execution/open-execution.ts';
import { buildApi } from './http/build-api.ts';
import { OpenStreams } from './http/open-streams.ts';
import { AttemptLogs } from './logs/attempt-logs.ts';
import type { ApiParts, LogFiles } from './ports.ts';

/** A folder in which nothing is ever found. */
const NO_LOGS: LogFiles = { pathOf: () => '/dev/null/no-logs' };

/** The API server with all of its routes. The caller listens, and closes it. */
export async function createApi(parts: ApiParts): Promise<FastifyInstance> {
  const changes = new ChangeFeed(parts.database);
  const streams = new OpenStreams();
  const attemptLogs = new AttemptLogs(parts.logs ?? NO_LOGS);
  const execution = await executionOf(parts);
  const { authenticator = parts.authenticator, endpoints = [] } = execution ?? {};
  const app = await buildApi({ ...parts, authenticator }, [
    ...endpointsOf({ ...parts, changes, streams, attemptLogs }),
    ...endpoints,
  ]);
  execution?.attach(app);
  app.addHook('preClose', async () => {
    await changes.close();
    await streams.close();
  });
  app.addHook('onClose', () => attemptLogs.close());
  return app;
}

async function executionOf({ execution, ...parts }: ApiParts): Promise<Execution | null> {
  return execution === undefined ? null : openExecution({ ...parts, parts: execution });
}
