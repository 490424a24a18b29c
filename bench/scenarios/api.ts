import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wallClock } from '@tradewind/model';
import { type LoadedConfig, loadConfig } from '@tradewind/server/config';
import { openConfiguredDatabase } from '@tradewind/server/platform';
import { seedConfigured, WIDE_DAG } from '@tradewind/server/seed';
import type { Database } from '@tradewind/store';
import type { ApiTarget } from '../harness/api/api-target.ts';
import { measureGrid } from '../harness/api/measure-grid.ts';
import { measureLists, measureRunPage } from '../harness/api/measure-lists.ts';
import { measureLogs } from '../harness/api/measure-logs.ts';
import { measureThroughput } from '../harness/api/measure-throughput.ts';
import { openEventStreams } from '../harness/api/open-event-streams.ts';
import { type ApiServerProcess, startApiServer } from '../harness/api/start-api-server.ts';
import { readProcessUsage } from '../harness/process-usage.ts';
import { type Scenario, scaled } from '../harness/scenario.ts';
import { type Figure, resultOf, type ScenarioResult } from '../harness/scenario-result.ts';
import { readSettings } from '../harness/settings.ts';
import { findPostmaster } from '../harness/start-product.ts';

const STREAM_CLIENTS = 1000;
const FIRST_TASK = 't00000';

export const api: Scenario = {
  name: 'api',
  summary:
    'the API over 3 million task instances and 10,000 DAGs: lists, pages, the grid, logs, throughput, event streams',
  async run(options) {
    const folder = mkdtempSync(join(tmpdir(), 'tradewind-bench-'));
    chmodSync(folder, 0o755);
    const environment = {
      TRADEWIND__CORE__HOME: join(folder, 'home'),
      TRADEWIND__API__PORT: '0',
      TRADEWIND__API__LOGIN_REQUIRED: 'false',
      TRADEWIND__LOGGING__FORMAT: 'json',
    };
    const loaded = await loadConfig({ folder, environment });
    const lines = scaled(options, 1_000_000, 10_000);
    try {
      await seedConfigured(loaded.config, {
        dags: scaled(options, 10_000, 10),
        tasks: scaled(options, 1000, 50),
        runs: scaled(options, 100, 5),
        instances: scaled(options, 3_000_000, 1000),
        logLines: lines,
        seed: 1,
        now: wallClock(),
        onProgress: () => undefined,
      });
      const server = await startApiServer(folder, environment);
      try {
        return await measure(loaded, server, { lines, clients: scaled(options, STREAM_CLIENTS, 20) });
      } finally {
        await server.stop();
      }
    } finally {
      if (!options.isKept) rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Sizes {
  readonly lines: number;
  readonly clients: number;
}

async function measure({ config }: LoadedConfig, server: ApiServerProcess, sizes: Sizes): Promise<ScenarioResult> {
  const opened = await openConfiguredDatabase(config);
  try {
    const { database } = opened;
    const target = { origin: server.origin, headers: {} };
    const startedAt = performance.now();
    const figures = await measureAll(target, server, { ...sizes, runId: await newestRun(database) });
    return resultOf('api', {
      product: { settings: await readSettings(config, database) },
      measured: {
        usage: readProcessUsage(server.pid, await findPostmaster(database)),
        turns: { commits: 0, taskInstances: 0, commitMs: [] },
      },
      runs: 1,
      tasks: 0,
      totalMs: performance.now() - startedAt,
      figures,
      settings: { ...sizes },
    });
  } finally {
    await opened.close();
  }
}

async function measureAll(
  target: ApiTarget,
  server: ApiServerProcess,
  { runId, lines, clients }: Sizes & { readonly runId: string },
): Promise<readonly Figure[]> {
  const log = `/api/v2/dags/${WIDE_DAG}/dagRuns/${encodeURIComponent(runId)}/taskInstances/${FIRST_TASK}/logs/1`;
  return [
    ...(await measureLists(target)),
    ...(await measureRunPage(target, { dagId: WIDE_DAG, runId })),
    ...(await measureGrid(target, WIDE_DAG)),
    ...(await measureLogs(target, { path: log, lines, rare: 'write to warehouse failed', pattern: 'batch \\d+9999:' })),
    ...(await measureThroughput(target, { version: '/api/v2/version', 'one DAG': `/api/v2/dags/${WIDE_DAG}` })),
    ...(await measureStreams(target, server, clients)),
  ];
}

async function measureStreams(
  target: ApiTarget,
  server: ApiServerProcess,
  clients: number,
): Promise<readonly Figure[]> {
  const memory = (): number => readProcessUsage(server.pid, null).memoryMb.server;
  const before = memory();
  const streams = await openEventStreams(target, { clients, topics: ['home', `dag:${WIDE_DAG}`] });
  const after = memory();
  streams.close();
  return [
    { name: `${clients} event streams, memory added`, value: after - before, unit: 'MB', atMost: 150 },
    { name: 'memory of the API server', value: after, unit: 'MB' },
  ];
}

async function newestRun(database: Database): Promise<string> {
  const [row] = await database.query<{ runId: string }>(
    {
      name: 'bench-newest-run',
      text: `select run_id as "runId" from dag_run where dag_id = $1 order by run_after desc limit 1`,
    },
    [WIDE_DAG],
  );
  return row!.runId;
}
