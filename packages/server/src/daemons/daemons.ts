/**
 * The long-running programs: each opens the database, starts its services side by side, waits for `signal`, and stops them
 * one after the other.
 */
import { once } from 'node:events';
import type { DagProcessorEvent } from '@tradewind/dag-processor';
import type { SchedulerEvent } from '@tradewind/scheduler';
import { ApiService } from '../api/api-service.ts';
import { readApiUrl } from '../api/api-url.ts';
import { type ApiOptions, type RunningApi, startApi } from '../api/start-api.ts';
import type { LoadedConfig } from '../config/index.ts';
import { createLogger, type Logger, type LogSink } from '../logging/logger.ts';
import { type ConfiguredDatabase, openMigratedDatabase } from '../platform/configured-database.ts';
import { runWorker, type WorkerOptions } from '../remote-workers/run-worker.ts';
import { buildDagProcessor, buildExamplesProcessor } from './build-dag-processor.ts';
import { buildScheduler, openLogs } from './build-scheduler.ts';
import { ExamplesGuide } from './examples-guide.ts';
import { examplesFolder, type Installation, pagesFolder } from './installation.ts';
import { processorService } from './processor-service.ts';
import { sayDatabaseEvent } from './say-database-events.ts';
import { sayEvents } from './say-events.ts';
import { sayProcessorEvents } from './say-processor-events.ts';

/** How long running attempts may go on when the program is asked to stop. */
const STOP_GRACE_MS = 10_000;

interface Service {
  /** True: it starts when the others have, so that work begins without it. @default false */
  readonly isLate?: boolean;
  start(): Promise<void> | void;
  stop(): Promise<void> | void;
}

export interface DaemonsOptions {
  readonly installation: Installation;
  /** Where the log of Tradewind itself goes. @default standard error */
  readonly sink?: LogSink;
}

export interface Daemons {
  runStandalone(
    loaded: LoadedConfig,
    options: { readonly loadExamples: boolean; readonly signal: AbortSignal },
  ): Promise<void>;
  runScheduler(loaded: LoadedConfig, options: { readonly signal: AbortSignal }): Promise<void>;
  runDagProcessor(
    loaded: LoadedConfig,
    options: { readonly isOnce: boolean; readonly signal: AbortSignal },
  ): Promise<void>;
  runApiServer(loaded: LoadedConfig, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Opens no database. @throws {WorkerRejectedError} when the scheduler turns it away. */
  runWorker(loaded: LoadedConfig, options: WorkerOptions): Promise<void>;
}

export function openDaemons({ installation, sink = process.stderr }: DaemonsOptions): Daemons {
  const run = async (
    { config }: LoadedConfig,
    signal: AbortSignal,
    services: (opened: ConfiguredDatabase, logger: Logger) => Promise<readonly Service[]>,
  ): Promise<void> => {
    const logger = createLogger(config.logging, sink);
    const startedAt = performance.now();
    const opened = await openMigratedDatabase(config, {
      restartOnExit: true,
      onServerEvent: (event) => sayDatabaseEvent(logger, event),
    });
    let running: readonly Service[] = [];
    try {
      running = (await services(opened, logger)).toReversed();
      await startAll(running.filter(({ isLate = false }) => !isLate));
      logger.info({ database: opened.target, home: config.core.home, ms: performance.now() - startedAt }, 'ready');
      const aborted = signal.aborted ? Promise.resolve() : once(signal, 'abort');
      // What is late may be asked to stop before it has started.
      await Promise.race([startAll(running.filter(({ isLate = false }) => isLate)), aborted]);
      await aborted;
      logger.info({}, 'stopping');
    } finally {
      for (const service of running) await service.stop();
      await opened.close();
    }
  };
  const schedulerOf = (
    { config }: LoadedConfig,
    { database }: ConfiguredDatabase,
    logger: Logger,
    guide?: ExamplesGuide,
  ): Service => {
    const say = sayEvents(logger);
    const onEvent = (event: SchedulerEvent): void => {
      say(event);
      guide?.hear(event);
    };
    const scheduler = buildScheduler({ config, database, logger, onEvent });
    return { start: () => scheduler.start(), stop: () => scheduler.stop({ graceMs: STOP_GRACE_MS }) };
  };
  return {
    runStandalone: (loaded, { loadExamples, signal }) =>
      run(loaded, signal, async (opened, logger) => {
        const { config } = loaded;
        const parts = { config, database: opened.database, installation };
        const say = sayProcessorEvents(logger);
        const hasExamples = loadExamples || config.core.loadExamples;
        const processor = await processorService(say, (listener) => buildDagProcessor({ ...parts, listener }));
        const api = new ApiService({ loaded, database: opened.database.options, logger });
        if (!hasExamples) return [api, schedulerOf(loaded, opened, logger), processor];
        const guide = new ExamplesGuide({
          sink,
          logs: openLogs(config, logger),
          dagsFolder: config.core.dagsFolder,
          pagesUrl: async () => (pagesFolder() === null ? null : readApiUrl(config.core.home)),
        });
        const folder = examplesFolder();
        const examples = await processorService(say, (listener) =>
          buildExamplesProcessor({ ...parts, listener }, folder),
        );
        return [api, schedulerOf(loaded, opened, logger, guide), processor, examples, guide];
      }),
    runScheduler: (loaded, { signal }) =>
      run(loaded, signal, async (opened, logger) => [schedulerOf(loaded, opened, logger)]),
    runDagProcessor: (loaded, { isOnce, signal }) => {
      const end = new AbortController();
      const stop = isOnce ? AbortSignal.any([signal, end.signal]) : signal;
      return run(loaded, stop, async (opened, logger) => {
        const say = sayProcessorEvents(logger);
        const listener = (event: DagProcessorEvent): void => {
          say(event);
          if (event.kind === 'turnEnded') end.abort();
        };
        return [await buildDagProcessor({ config: loaded.config, database: opened.database, installation, listener })];
      });
    },
    runApiServer: (loaded, { signal }) =>
      run(loaded, signal, async ({ database }, logger) => [apiService({ loaded, database, logger })]),
    runWorker: ({ config }, options) =>
      runWorker({ config, installation, logger: createLogger(config.logging, sink), graceMs: STOP_GRACE_MS }, options),
  };
}

/** Starts services side by side. @throws what the first one threw that could not start, when all have tried. */
async function startAll(services: readonly Service[]): Promise<void> {
  const outcomes = await Promise.allSettled(services.map(async (service) => service.start()));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** The API server in this thread. */
function apiService(options: ApiOptions): Service {
  let api: RunningApi | undefined;
  return {
    async start() {
      api = await startApi(options);
      options.logger.info({ url: api.url }, 'API server listens');
    },
    stop: () => api?.close(),
  };
}
