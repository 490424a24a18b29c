/** Puts a scheduler together: the executor with its worker processes, the logs, the database. */
import { LocalExecutor } from '@tradewind/executors';
import { registerUrl } from '@tradewind/loader';
import { Scheduler, type SchedulerListener } from '@tradewind/scheduler';
import type { Database } from '@tradewind/store';
import { FileLogStore, type LogStore, Supervisor } from '@tradewind/worker';
import { childEnvironment } from '../config/child-environment.ts';
import { type Config, secretsInEnvironment } from '../config/index.ts';
import type { Logger } from '../logging/logger.ts';
import { openSecretBox } from '../platform/open-platform.ts';
import { bundleFolder } from './bundle-folder.ts';
import { storeExecutionApi } from './store-execution-api.ts';

/** No limit, as far as a machine can have none. */
const UNLIMITED = 1_000_000;

export interface SchedulerParts {
  readonly config: Config;
  readonly database: Database;
  readonly logger: Logger;
  /** @default the folder that the configuration names */
  readonly logs?: LogStore;
  readonly onEvent?: SchedulerListener;
}

/** The logs of tasks, in the folder that the configuration names. */
export function openLogs({ logging }: Config, logger: Logger): LogStore {
  return new FileLogStore({
    folder: logging.folder,
    onError: (error) =>
      logger.error({ folder: logging.folder, error: (error as Error).message }, 'task log not written'),
  });
}

export function buildScheduler({ config, database, logger, onEvent, ...parts }: SchedulerParts): Scheduler {
  const logs = parts.logs ?? openLogs(config, logger);
  const { core, scheduler, worker } = config;
  let box: ReturnType<typeof openSecretBox> | undefined;
  const api = storeExecutionApi({
    database,
    now: Date.now,
    triggeredBy: 'operator',
    user: null,
    secrets: () => (box ??= openSecretBox(config)),
    environment: secretsInEnvironment(),
  });
  const parallelism = core.parallelism === 0 ? UNLIMITED : core.parallelism;
  const supervisor = new Supervisor({
    api,
    logs,
    bundles: bundleFolder(core.home),
    maxChildren: parallelism,
    minChildren: worker.minWarm,
    idleMs: worker.idleTimeoutMs,
    maxChildMemoryMb: worker.maxMemoryMb,
    maxXComBytes: worker.xcomMaxBytes,
    killGraceMs: worker.killGraceSec * 1000,
    childArguments: childArguments(),
    environment: childEnvironment(),
  });
  return new Scheduler({
    database,
    executors: [new LocalExecutor({ runner: supervisor, parallelism })],
    heartbeatMs: scheduler.heartbeatSec * 1000,
    leaseMs: scheduler.leaseSec * 1000,
    maxInfraRetries: core.maxInfraRetries,
    ...(onEvent === undefined ? {} : { onEvent }),
  });
}

/** Node arguments of every process that runs author code. */
export function childArguments(): readonly string[] {
  const conditions = process.execArgv.filter((argument) => argument.startsWith('--conditions'));
  return [...conditions, '--import', registerUrl];
}
