/** The Execution API of one API server: opened with it, closed with it. */
import { randomUUID } from 'node:crypto';
import { getExecutionHealth } from '@tradewind/contract/execution';
import {
  beatWorkGateway,
  type ChannelListener,
  type Database,
  leaveWorkGateway,
  listenToChannels,
  readWorkNotice,
  WORK_CHANNEL,
} from '@tradewind/store';
import type { FastifyInstance } from 'fastify';
import { type Endpoint, handle } from '../http/handle.ts';
import type { Authenticator } from '../ports.ts';
import { BundleShelf } from './bundle-shelf.ts';
import { executionAuthenticator } from './execution-caller.ts';
import { executionTokens } from './execution-tokens.ts';
import type { ExecutionParts } from './ports.ts';
import { renewToken } from './renew-token.ts';
import { runEndpoints } from './run-endpoints.ts';
import { speakVersions } from './speak-versions.ts';
import { taskInstanceEndpoints } from './task-instance-endpoints.ts';
import { valueEndpoints } from './value-endpoints.ts';
import { WorkDesk } from './work-desk.ts';
import { workerEndpoints } from './worker-endpoints.ts';

/** After this long without a word a worker is given up, provided that somebody was there to hear it. */
export const WORKER_LEASE_MS = 15_000;
/** After this long without a word an API server counts as away. */
export const GATEWAY_LEASE_MS = 6_000;
const GATEWAY_BEAT_MS = 2_000;
/** More than anybody reads. */
const MAX_LOG_BYTES = 1024 ** 3;

export interface Execution {
  readonly endpoints: readonly Endpoint[];
  readonly authenticator: Authenticator;
  /** Adds what its routes need beside their handlers. */
  attach(app: FastifyInstance): void;
}

export interface ExecutionOptions {
  readonly database: Database;
  readonly now: () => number;
  readonly authenticator: Authenticator;
  readonly parts: ExecutionParts;
}

export async function openExecution({ database, now, authenticator, parts }: ExecutionOptions): Promise<Execution> {
  const tokens = executionTokens(parts.secret, now);
  const desk = new WorkDesk(database);
  const presence = await bePresent(database, desk);
  const leaseMs = parts.workerLeaseMs ?? WORKER_LEASE_MS;
  const heartbeatMs = parts.heartbeatMs ?? Math.floor(leaseMs / 3);
  const shelf = new BundleShelf(parts.bundlesFolder);
  return {
    endpoints: [
      ...workerEndpoints({ database, parts, tokens, desk, shelf, leaseMs, heartbeatMs }),
      ...taskInstanceEndpoints({ database, logs: parts.logs, maxLogBytes: parts.maxLogBytes ?? MAX_LOG_BYTES, desk }),
      ...valueEndpoints({ database, services: parts.services }),
      ...runEndpoints({ database, now }),
      handle(getExecutionHealth, async () => ({ status: 'healthy' })),
    ],
    authenticator: executionAuthenticator(tokens, authenticator),
    attach(app) {
      speakVersions(app);
      app.addHook('onSend', renewToken({ database, tokens }));
      // Before the server waits for its open requests.
      app.addHook('preClose', async () => desk.close());
      app.addHook('onClose', () => presence.end());
    },
  };
}

/** Listens for work, and says that workers are heard here. */
async function bePresent(database: Database, desk: WorkDesk): Promise<{ end(): Promise<void> }> {
  const id = randomUUID();
  const listener: ChannelListener = await listenToChannels({
    database,
    channels: [WORK_CHANNEL],
    onNotification: (_channel, payload) => desk.hear(readWorkNotice(payload)),
    onGap: () => desk.lookAgain(),
  });
  const beat = (): Promise<void> => beatWorkGateway(database, id, GATEWAY_LEASE_MS);
  await beat();
  let beating: Promise<void> = Promise.resolve();
  // While the database is away nobody is given up.
  const timer = setInterval(() => {
    beating = beat().catch(() => undefined);
  }, GATEWAY_BEAT_MS);
  return {
    async end() {
      clearInterval(timer);
      await beating;
      await listener.close();
      await leaveWorkGateway(database, id).catch(() => undefined);
    },
  };
}
