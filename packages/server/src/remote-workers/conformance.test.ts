import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Executor, RemoteExecutor } from '@tradewind/executors';
import { describeExecutor } from '@tradewind/executors/conformance';
import type { Workload } from '@tradewind/model';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { listenForWorkers } from '../worker-transport/listen-for-workers.ts';

const BUNDLE = fileURLToPath(new URL('../fixtures/conformance-bundle', import.meta.url));
const WORKER = fileURLToPath(new URL('../fixtures/run-worker.ts', import.meta.url));

/** Worker processes by their number of slots; each serves one scheduler after the other. */
const workers = new Map<number, { readonly home: string; readonly process: ChildProcess }>();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradewind-conformance-'));
});
afterAll(async () => {
  for (const { process: worker } of workers.values()) {
    const exited = once(worker, 'exit');
    worker.kill('SIGTERM');
    await exited;
  }
  rmSync(folder, { recursive: true, force: true });
});

function homeOfWorker(slots: number): string {
  const known = workers.get(slots);
  if (known !== undefined) return known.home;
  const home = join(folder, `slots-${slots}`);
  mkdirSync(join(home, 'bundles'), { recursive: true });
  symlinkSync(BUNDLE, join(home, 'bundles', 'v1'));
  const worker = spawn(process.execPath, ['--conditions=@tradewind/source', WORKER], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      TRADEWIND__CORE__HOME: home,
      TRADEWIND__WORKER__SLOTS: String(slots),
      TRADEWIND__WORKER__TOKEN: 'secret',
    },
    stdio: 'ignore',
  });
  workers.set(slots, { home, process: worker });
  return home;
}

/** Counts as started when its worker is there, and settles what is reported, as the scheduler does. */
function withWorker(slots: number): Executor {
  const executor = new RemoteExecutor({
    listener: listenForWorkers(homeOfWorker(slots)),
    token: async () => 'secret',
    answer: async () => null,
    adoptionMs: 100,
  });
  const { start } = executor;
  executor.start = (reports) =>
    new Promise((resolve, reject) => {
      const takeAll: typeof reports = (batch) => {
        reports(batch);
        for (const { kind, attemptId } of batch) if (kind === 'finished') executor.settle(attemptId);
      };
      start.call(executor, takeAll, resolve).catch(reject);
    });
  return executor;
}

function createWorkload(taskId: string, { priority = 1 }: { readonly priority?: number } = {}): Workload {
  return {
    attemptId: randomUUID(),
    taskId,
    mapIndex: -1,
    tryNumber: 1,
    maxTries: 1,
    run: {
      dagRunKey: 'run',
      dagId: 'zoo',
      runId: 'manual__2026-01-01T00:00:00.000Z',
      runType: 'manual',
      logicalDateAt: null,
      dataIntervalStartAt: null,
      dataIntervalEndAt: null,
      runAfterAt: 0,
      queuedAt: null,
      startedAt: null,
      conf: {},
    },
    code: { bundleVersion: 'v1', file: 'tasks.ts' },
    inputs: {},
    executionTimeoutMs: null,
    isolation: 'warm',
    memoryLimitMb: null,
    queue: 'default',
    priority,
  } as unknown as Workload;
}

describe('the remote executor with a worker in a process of its own', () => {
  describeExecutor({
    describe,
    // It starts processes, on a machine that may be busy with others.
    test: (title, body) => test(title, body, 60_000),
    create: async ({ parallelism }) => ({
      executor: withWorker(parallelism),
      createWorkload,
      dispose: async () => {},
    }),
  });
});
