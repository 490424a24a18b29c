/** A worker as a program: no database, a connection to a scheduler, processes that run tasks. */
import { once } from 'node:events';
import { hostname } from 'node:os';
import { linkInstalledPackages } from '@tradewind/dag-processor';
import { RemoteWorker, Supervisor, type WorkerRejectedError } from '@tradewind/worker';
import type { Config } from '../config/index.ts';
import { openLogs } from '../daemons/build-scheduler.ts';
import type { Installation } from '../daemons/installation.ts';
import { supervisorSettings } from '../daemons/supervisor-settings.ts';
import type { Logger } from '../logging/logger.ts';
import { connectToScheduler } from '../worker-transport/connect-to-scheduler.ts';
import { readWorkerToken } from '../worker-transport/worker-token.ts';
import { sayRemoteWorkerEvents } from './say-worker-events.ts';

export interface WorkerOptions {
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
 * @throws {WorkerRejectedError} when the scheduler turns it away.
 */
export async function runWorker(
  { config, installation, logger, graceMs }: WorkerParts,
  options: WorkerOptions,
): Promise<void> {
  const rejected = new AbortController();
  const worker = buildWorker({ config, installation, logger }, options, (error) => rejected.abort(error));
  const end = AbortSignal.any([options.signal, rejected.signal]);
  await worker.start();
  logger.info({ home: config.core.home, scheduler: config.worker.schedulerHome }, 'ready');
  if (!end.aborted) await once(end, 'abort');
  logger.info({}, 'stopping');
  await worker.stop({ graceMs: rejected.signal.aborted ? 0 : graceMs });
  if (rejected.signal.aborted) throw rejected.signal.reason as WorkerRejectedError;
}

function buildWorker(
  { config, installation, logger }: Omit<WorkerParts, 'graceMs'>,
  { queues = queuesOf(config), slots = config.worker.slots, name = hostname() }: WorkerOptions,
  onRejected: (error: WorkerRejectedError) => void,
): RemoteWorker {
  const { core, worker } = config;
  const { token } = worker;
  return new RemoteWorker({
    facts: { name, host: hostname(), pid: process.pid, slots, queues },
    connect: () => connectToScheduler(worker.schedulerHome),
    token: async () => token ?? readWorkerToken(worker.schedulerHome),
    home: core.home,
    completeBundle: (folder) => linkInstalledPackages(folder, core.dagsFolder, installation.packageFolder),
    createRunner: ({ api, bundles }) =>
      new Supervisor({
        ...supervisorSettings(config),
        api,
        bundles,
        logs: openLogs(config, logger),
        maxChildren: slots,
        host: name,
      }),
    onRejected,
    onEvent: sayRemoteWorkerEvents(logger),
  });
}

function queuesOf({ worker }: Config): readonly string[] {
  return worker.queues
    .split(',')
    .map((queue) => queue.trim())
    .filter((queue) => queue !== '');
}
