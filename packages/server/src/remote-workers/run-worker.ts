/** A worker as a program: no database, the URL of an API server, processes that run tasks. */
import { once } from 'node:events';
import { hostname } from 'node:os';
import { linkInstalledPackages } from '@tradewind/dag-processor';
import { RemoteWorker, Supervisor, type WorkerRejectedError } from '@tradewind/worker';
import { readApiUrl } from '../api/api-url.ts';
import { tradewindVersion } from '../api/tradewind-version.ts';
import type { Config } from '../config/index.ts';
import type { Installation } from '../daemons/installation.ts';
import { supervisorSettings } from '../daemons/supervisor-settings.ts';
import type { Logger } from '../logging/logger.ts';
import { sayRemoteWorkerEvents } from './say-worker-events.ts';
import { readWorkerToken } from './worker-token.ts';

export interface WorkerOptions {
  /** @default that of `worker.url` */
  readonly url?: string;
  /** @default those of `worker.queues` */
  readonly queues?: readonly string[];
  /** @default `worker.slots` */
  readonly slots?: number;
  /** For people. @default the host's name */
  readonly name?: string;
  readonly signal: AbortSignal;
}

export interface WorkerParts {
  readonly config: Config;
  readonly installation: Installation;
  readonly logger: Logger;
  /** How long running attempts may go on when it is asked to stop. */
  readonly graceMs: number;
}

/**
 * Runs attempts until `signal` aborts.
 *
 * @throws {WorkerRejectedError} when the server turns it away.
 * @throws {WorkerTokenUnknownError} when it has no join token.
 */
export async function runWorker(
  { config, installation, logger, graceMs }: WorkerParts,
  options: WorkerOptions,
): Promise<void> {
  const { home } = config.core;
  const token = config.worker.token ?? (await readWorkerToken(home));
  const url = new URL(options.url ?? config.worker.url ?? (await urlOfThisMachine(config)));
  const rejected = new AbortController();
  const worker = buildWorker({ config, installation, logger }, options, {
    url,
    token,
    onRejected: (error) => rejected.abort(error),
  });
  const end = AbortSignal.any([options.signal, rejected.signal]);
  await worker.start();
  logger.info({ home, url: url.href }, 'ready');
  if (!end.aborted) await once(end, 'abort');
  logger.info({}, 'stopping');
  await worker.stop({ graceMs: rejected.signal.aborted ? 0 : graceMs });
  if (rejected.signal.aborted) throw rejected.signal.reason as WorkerRejectedError;
}

function buildWorker(
  { config, installation, logger }: Omit<WorkerParts, 'graceMs'>,
  { queues = queuesOf(config), slots = config.worker.slots, name = hostname() }: WorkerOptions,
  server: {
    readonly url: URL;
    readonly token: string;
    readonly onRejected: (error: WorkerRejectedError) => void;
  },
): RemoteWorker {
  const { core, worker } = config;
  return new RemoteWorker({
    facts: { name, host: hostname(), pid: process.pid, slots, queues, version: tradewindVersion() },
    url: server.url,
    joinToken: async () => server.token,
    home: core.home,
    keptVersions: worker.keptBundles,
    completeBundle: (folder) => linkInstalledPackages(folder, core.dagsFolder, installation.packageFolder),
    createRunner: (services) =>
      new Supervisor({ ...supervisorSettings(config), ...services, maxChildren: slots, host: name }),
    onRejected: server.onRejected,
    onEvent: sayRemoteWorkerEvents(logger),
  });
}

/** Where the API server of this home listens, or would. */
async function urlOfThisMachine({ core, api }: Config): Promise<string> {
  return (await readApiUrl(core.home)) ?? `http://127.0.0.1:${api.port}`;
}

function queuesOf({ worker }: Config): readonly string[] {
  return worker.queues
    .split(',')
    .map((queue) => queue.trim())
    .filter((queue) => queue !== '');
}
