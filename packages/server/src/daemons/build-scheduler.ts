/** Puts a scheduler together: the executors that the configuration names, the logs, the database. */
import { type Executor, LocalExecutor } from '@tradewind/executors';
import { Scheduler, type SchedulerListener } from '@tradewind/scheduler';
import type { Database } from '@tradewind/store';
import { type ExecutionApi, FileLogStore, type LogStore, Supervisor } from '@tradewind/worker';
import { type Config, secretsInEnvironment } from '../config/index.ts';
import type { Logger } from '../logging/logger.ts';
import { openSecretBox } from '../platform/open-platform.ts';
import { buildRemoteExecutor } from '../remote-workers/build-remote-executor.ts';
import { bundleFolder } from './bundle-folder.ts';
import { storeExecutionApi } from './store-execution-api.ts';
import { supervisorSettings } from './supervisor-settings.ts';

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
  const { core, scheduler } = config;
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
  const build: Readonly<Record<string, () => Executor>> = {
    local: () => new LocalExecutor({ runner: localRunner({ config, api, logs, parallelism }), parallelism }),
    remote: () => buildRemoteExecutor({ database, logger, parallelism }),
  };
  const [first, ...others] = core.executor.split(',').map((name) => build[name]!());
  return new Scheduler({
    database,
    executors: [first!, ...others],
    heartbeatMs: scheduler.heartbeatSec * 1000,
    leaseMs: scheduler.leaseSec * 1000,
    maxInfraRetries: core.maxInfraRetries,
    ...(onEvent === undefined ? {} : { onEvent }),
  });
}

interface RunnerParts {
  readonly config: Config;
  readonly api: ExecutionApi;
  readonly logs: LogStore;
  readonly parallelism: number;
}

/** Runs attempts in child processes of this one. */
function localRunner({ config, api, logs, parallelism }: RunnerParts): Supervisor {
  const bundles = bundleFolder(config.core.home);
  return new Supervisor({ ...supervisorSettings(config), api, logs, bundles, maxChildren: parallelism });
}
