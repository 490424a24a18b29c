import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { wallClock } from '@tradewind/model';
import { loadConfig } from '@tradewind/server/config';
import { type ConfiguredDatabase, openConfiguredDatabase } from '@tradewind/server/platform';
import type { BenchOptions } from '../harness/bench-options.ts';
import { chainDag, dagFile } from '../harness/dag-files.ts';
import { type ProcessUsage, readProcessUsage } from '../harness/process-usage.ts';
import { median } from '../harness/quantile.ts';
import { repetitions, type Scenario } from '../harness/scenario.ts';
import { resultOf, type ScenarioResult } from '../harness/scenario-result.ts';
import { readSettings, type Settings } from '../harness/settings.ts';
import { findPostmaster, writeDagFiles } from '../harness/start-product.ts';

const PROGRAM = fileURLToPath(new URL('../../packages/tradewind/bin/tradewind.js', import.meta.url));
const LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 25;

interface Start {
  /** From the start of the program until it says that it is ready. */
  readonly readyMs: number;
  /** From the start of the program until the body of a task began. */
  readonly firstTaskMs: number;
  readonly usage: ProcessUsage;
  readonly settings: Settings;
}

export const start: Scenario = {
  name: 'start',
  summary: '"tradewind standalone" with one DAG: until it is ready, and until a task starts; first and again',
  async run(options) {
    const again = repetitions(options, 5);
    const folder = mkdtempSync(join(tmpdir(), 'tradewind-bench-'));
    chmodSync(folder, 0o755);
    // It always has something to do, so that the first task says when work is done, and not only accepted.
    const dag = { dagId: 'busy', options: '{ schedule: continuous }' };
    writeDagFiles(folder, [
      dagFile('busy', chainDag(dag, 1, '() => new Promise((resolve) => setTimeout(resolve, 200))')),
    ]);
    try {
      const first = await startOnce(folder);
      const more: Start[] = [];
      for (let run = 0; run < again; run += 1) more.push(await startOnce(folder));
      return summarise(first, more, options);
    } finally {
      if (!options.isKept) rmSync(folder, { recursive: true, force: true });
    }
  },
};

function summarise(first: Start, again: readonly Start[], { scale }: BenchOptions): ScenarioResult {
  const { usage, settings } = again.at(-1)!;
  const ready = median(again.map(({ readyMs }) => readyMs));
  return resultOf('start', {
    product: { settings },
    measured: { usage, turns: { commits: 0, taskInstances: 0, commitMs: [] } },
    runs: 1,
    tasks: 0,
    totalMs: ready,
    figures: [
      { name: 'first, ready', value: first.readyMs, unit: 'ms', atMost: 3000 },
      { name: 'first, a task starts', value: first.firstTaskMs, unit: 'ms' },
      { name: 'again, ready, median', value: ready, unit: 'ms', atMost: 1000 },
      { name: 'again, a task starts, median', value: median(again.map((one) => one.firstTaskMs)), unit: 'ms' },
    ],
    settings: { again: again.length, scale },
  });
}

async function startOnce(folder: string): Promise<Start> {
  const environment = {
    TRADEWIND__CORE__HOME: join(folder, 'home'),
    TRADEWIND__CORE__DAGS_FOLDER: join(folder, 'dags'),
    TRADEWIND__CORE__DAGS_ARE_PAUSED_AT_CREATION: 'false',
    TRADEWIND__API__PORT: '0',
    TRADEWIND__LOGGING__FORMAT: 'json',
  };
  const startedAt = wallClock();
  const program = spawn(process.execPath, [...process.execArgv, PROGRAM, 'standalone'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let opened: ConfiguredDatabase | undefined;
  try {
    await untilReady(program);
    const readyMs = wallClock() - startedAt;
    const { config } = await loadConfig({ folder, environment });
    opened = await openConfiguredDatabase(config);
    const { database } = opened;
    return {
      readyMs,
      firstTaskMs: (await firstStart(database, startedAt)) - startedAt,
      usage: readProcessUsage(program.pid!, await findPostmaster(database)),
      settings: await readSettings(config, database),
    };
  } finally {
    await opened?.close();
    await end(program);
  }
}

/** Resolves when the log of the program says so. */
async function untilReady(program: ChildProcess): Promise<void> {
  const lines: string[] = [];
  const limit = AbortSignal.timeout(LIMIT_MS);
  limit.addEventListener('abort', () => program.kill('SIGKILL'));
  for await (const line of createInterface({ input: program.stderr! })) {
    lines.push(line);
    if (!line.includes('"message":"ready"')) continue;
    program.stderr!.resume();
    return;
  }
  throw new Error(`"tradewind standalone" ended before it was ready. It said:\n${lines.join('\n')}`);
}

/** The first instant after `startedAt` at which a body began. It is recorded exactly, however late we look. */
async function firstStart(database: ConfiguredDatabase['database'], startedAt: number): Promise<number> {
  for (let waitedMs = 0; waitedMs < LIMIT_MS; waitedMs += LOOK_EVERY_MS) {
    const [row] = await database.query<{ at: number | null }>(
      {
        name: 'bench-first-start',
        text: 'select min(started_at) as at from task_instance where started_at > to_timestamp($1::float8 / 1000.0)',
      },
      [startedAt],
    );
    if (row?.at != null) return row.at;
    await pause(LOOK_EVERY_MS);
  }
  throw new Error(`No task started within ${LIMIT_MS / 1000} s of the start of the program.`);
}

async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const exited = once(program, 'exit');
  program.kill('SIGTERM');
  const timer = setTimeout(() => program.kill('SIGKILL'), LIMIT_MS);
  await exited.finally(() => clearTimeout(timer));
}
