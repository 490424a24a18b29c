/**
 * A program: the product in a process of its own, as `tradewind standalone` runs it, with ears and hands for the bench.
 *
 * It triggers runs in process and notes when their ends are durable; all else is measured from outside.
 */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';
import { type DagId, type DagRunKey, type RunId, wallClock } from '@tradewind/model';
import type { SchedulerEvent } from '@tradewind/scheduler';
import { loadConfig } from '@tradewind/server/config';
import { openMigratedDatabase } from '@tradewind/server/platform';
import { loadComposition } from './composition.ts';
import type {
  MessageFromProduct,
  MessageToProduct,
  ProductAnswers,
  ProductRequest,
  ProductSettings,
  RunTiming,
} from './product-messages.ts';

/** Events after which figures mean nothing. */
const UNWELCOME: ReadonlySet<SchedulerEvent['kind']> = new Set([
  'attemptsLost',
  'dagUnusable',
  'databaseAway',
  'heartbeatFailed',
  'poolsCorrected',
  'reportRefused',
  'turnFailed',
]);

const ignore = (): void => undefined;
// Signals to the whole group are for whoever started it.
process.on('SIGINT', ignore).on('SIGTERM', ignore);

const packageFolder = fileURLToPath(new URL('../../packages/tradewind', import.meta.url));
const { home, environment } = JSON.parse(process.argv[2] ?? '{}') as ProductSettings;
const { config } = await loadConfig({ folder: home, environment });

const inspector = new Session();
const claimed = new Set<string>();
const commitMs: number[] = [];
const endings = new Map<string, () => void>();
const waiting = new Set<() => void>();
let changedInstances = 0;
let ended = 0;
let triggered = 0;
let stopped: Promise<void> | undefined;

const { buildScheduler, buildDagProcessor } = await loadComposition();
const log = (facts: object, message: string): void => report(`${message} ${JSON.stringify(facts)}`);
const opened = await openMigratedDatabase(config, { restartOnExit: true });
const { database } = opened;
const scheduler = buildScheduler({
  config,
  database,
  logger: { debug: ignore, info: ignore, warn: log, error: log },
  onEvent: hear,
});
const processor = await buildDagProcessor({
  config,
  database,
  installation: { packageFolder },
  listener: (event) => {
    if (event.kind === 'dagsStored') tell({ kind: 'stored', dagIds: event.dagIds, at: wallClock() });
    if (event.kind === 'importFailed') report(`${event.file}: ${event.fault.message}`);
    if (event.kind === 'turnFailed') report(`The DAG folder was not read: ${event.error.message}`);
  },
});
await scheduler.start();
await processor.start();
process.on('message', (message: MessageToProduct) => void answer(message));
tell({ kind: 'ready' });

function tell(message: MessageFromProduct): void {
  process.send?.(message);
}

function report(what: string): void {
  tell({ kind: 'trouble', what });
}

function hear(event: SchedulerEvent): void {
  if (event.kind === 'turnCommitted') {
    commitMs.push(event.commitMs);
    changedInstances += event.taskInstances;
  } else if (event.kind === 'dagsClaimed') {
    for (const dagId of event.dagIds) claimed.add(dagId);
    recheck();
  } else if (event.kind === 'runFinished') {
    ended += 1;
    if (event.state !== 'success') report(`Run ${event.runId} of ${event.dagId} ended as ${event.state}.`);
    endings.get(event.dagRunKey)?.();
    endings.delete(event.dagRunKey);
    recheck();
  } else if (UNWELCOME.has(event.kind)) {
    report(JSON.stringify(event));
  }
}

function recheck(): void {
  for (const check of waiting) check();
}

/** Resolves as soon as `isSo`, which is looked at whenever something happened. */
function until(isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (!isSo()) return;
      waiting.delete(check);
      resolve();
    };
    waiting.add(check);
    check();
  });
}

async function answer({ id, ...request }: MessageToProduct): Promise<void> {
  try {
    tell({ kind: 'answer', id, answer: await handle(request as ProductRequest) });
  } catch (error) {
    tell({ kind: 'refusal', id, message: (error as Error).message });
  }
  if (request.kind === 'stop') process.disconnect();
}

async function handle(request: ProductRequest): Promise<ProductAnswers[ProductRequest['kind']]> {
  switch (request.kind) {
    case 'triggerInTurn': {
      const timings: RunTiming[] = [];
      for (let run = 0; run < request.runs; run += 1) timings.push(await runToEnd(request.dagId));
      return timings;
    }
    case 'triggerTogether':
      return Promise.all(request.dagIds.map(runToEnd));
    case 'trigger':
      return trigger(request.dagId);
    case 'awaitDags':
      await until(() => request.dagIds.every((dagId) => claimed.has(dagId)));
      return null;
    case 'awaitEnds':
      await until(() => ended >= request.total);
      return null;
    case 'countEnds':
      return ended;
    case 'takeTurns': {
      const taken = { commits: commitMs.length, taskInstances: changedInstances, commitMs: commitMs.splice(0) };
      changedInstances = 0;
      return taken;
    }
    case 'startProfile':
      inspector.connect();
      await inspector.post('Profiler.enable');
      await inspector.post('Profiler.start');
      return null;
    case 'saveProfile': {
      const { profile } = await inspector.post('Profiler.stop');
      inspector.disconnect();
      await writeFile(request.path, JSON.stringify(profile));
      return null;
    }
    case 'stop':
      await stop();
      return null;
  }
}

async function runToEnd(dagId: string): Promise<RunTiming> {
  const triggeredAt = wallClock();
  const from = performance.now();
  const dagRunKey = await trigger(dagId);
  // The run has not ended yet: its creation is a commit of its own, and this goes on in the same tick.
  const endedAt = await new Promise<number>((resolve) => endings.set(dagRunKey, () => resolve(performance.now())));
  return { dagRunKey, triggeredAt, totalMs: endedAt - from };
}

function trigger(dagId: string): Promise<DagRunKey> {
  triggered += 1;
  return scheduler.triggerRun(dagId as DagId, {
    runId: `bench_${triggered}` as RunId,
    triggeredBy: 'test',
    user: null,
    logicalDateAt: null,
    dataIntervalStartAt: null,
    dataIntervalEndAt: null,
    runAfterAt: Date.now(),
    conf: {},
    note: null,
  });
}

function stop(): Promise<void> {
  stopped ??= stopServices();
  return stopped;
}

async function stopServices(): Promise<void> {
  await processor.stop();
  await scheduler.stop({ graceMs: 0 });
  await opened.close();
}

// Ends with whoever started it, asked or not.
await once(process, 'disconnect');
await stop();
process.exit();
