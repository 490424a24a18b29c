/**
 * What supervisor and children cost per trivial task, without scheduler and database.
 *
 *     node --conditions=@tradewind/source bench/worker-throughput.ts [tasks]
 *
 * Measured: a burst (as many in flight as a local executor allows), single attempts one after the other, a chain over
 * many tasks. Not measured: loading of code, which happens before the clock starts; output and XComs of real tasks.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalExecutor } from '@tradewind/executors';
import type { AttemptId, AttemptReport, Workload } from '@tradewind/model';
import { Supervisor } from '@tradewind/worker';

const TASKS = Number(process.argv[2] ?? 20_000);
const SINGLES = 2000;
const DAG_FILE = `
import { dag, task } from '@tradewind/sdk';
const trivial = task('trivial', (_: void) => 1);
dag('bench', { schedule: null }, () => { trivial(); });
`;

const folder = mkdtempSync(join(tmpdir(), 'tradewind-bench-'));
symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(folder, 'node_modules'));
writeFileSync(join(folder, 'bench.ts'), DAG_FILE);

const children = new Set<number>();
const supervisor = new Supervisor({
  bundles: { bundleDirectory: async () => folder },
  api: {} as never,
  logs: {
    append: (_attempt: unknown, lines: readonly unknown[]) => console.error(lines),
    isBehind: false,
    caughtUp: async () => {},
  } as never,
  minChildren: 2,
  onEvent: (event) => {
    if (event.kind === 'child_ready') children.add(event.pid);
    if (event.kind === 'child_exited') children.delete(event.pid);
  },
});
const executor = new LocalExecutor({ runner: supervisor, parallelism: 32 });
let onFinished: (reports: readonly AttemptReport[]) => void = () => {};
await executor.start((batch) => {
  const finished = batch.filter(({ kind }) => kind === 'finished');
  const bad = finished.find((report) => report.kind === 'finished' && report.outcome.kind !== 'success');
  if (bad !== undefined) throw new Error(JSON.stringify(bad));
  if (finished.length > 0) onFinished(finished);
});

await burst(2000);
await singles(500);
const cpuBefore = childCpuMs();
const ownBefore = process.cpuUsage();
const burstMs = await burst(TASKS);
const own = process.cpuUsage(ownBefore);
const childMs = childCpuMs() - cpuBefore;
console.log(`burst    ${Math.round((TASKS / burstMs) * 1000)} tasks/s with ${children.size} children`);
console.log(`         ${((own.user + own.system) / TASKS).toFixed(1)} µs of main process CPU per task`);
console.log(`         ${((childMs * 1000) / TASKS).toFixed(1)} µs of child CPU per task`);
const latencies = (await singles(SINGLES)).toSorted((one, other) => one - other);
const quantile = (share: number): string => `${latencies[Math.floor(latencies.length * share)]?.toFixed(3)} ms`;
console.log(`single   p50 ${quantile(0.5)}, p95 ${quantile(0.95)}, p99 ${quantile(0.99)}`);

await executor.stop({ graceMs: 0 });
rmSync(folder, { recursive: true });

/** Keeps all slots filled until `tasks` attempts are finished; milliseconds. */
function burst(tasks: number): Promise<number> {
  const startedAt = performance.now();
  let submitted = 0;
  let finished = 0;
  const fill = (): void => {
    const batch = Math.min(executor.slots(), tasks - submitted);
    submitted += batch;
    if (batch > 0) executor.submit(Array.from({ length: batch }, createWorkload));
  };
  return new Promise((resolve) => {
    onFinished = (reports) => {
      finished += reports.length;
      if (finished === tasks) resolve(performance.now() - startedAt);
      else fill();
    };
    fill();
  });
}

/** Submits one attempt after the other; milliseconds from submission to report. */
async function singles(tasks: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let index = 0; index < tasks; index += 1) {
    const startedAt = performance.now();
    await new Promise<void>((resolve) => {
      onFinished = () => resolve();
      executor.submit([createWorkload()]);
    });
    latencies.push(performance.now() - startedAt);
  }
  return latencies;
}

/** CPU that the children have used, in milliseconds, as the system counts it: to 10 ms. */
function childCpuMs(): number {
  const ticks = [...children].map((pid) => {
    const fields = execFileSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' })
      .split(') ')[1]!
      .split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, tick) => sum + tick, 0) * 10;
}

function createWorkload(): Workload {
  return {
    attemptId: crypto.randomUUID() as AttemptId,
    taskId: 'trivial',
    mapIndex: -1,
    tryNumber: 1,
    maxTries: 1,
    run: {
      dagRunKey: '0199d0f0-0000-7000-8000-000000000000',
      dagId: 'bench',
      runId: 'manual__2026-01-01T00:00:00.000Z',
      runType: 'manual',
      logicalDateAt: 1767225600000,
      dataIntervalStartAt: 1767225600000,
      dataIntervalEndAt: 1767225600000,
      runAfterAt: 1767225600000,
      queuedAt: 1767225600000,
      startedAt: 1767225600000,
      conf: {},
    },
    code: { bundleVersion: '0'.repeat(64), file: 'bench.ts' },
    inputs: {},
    executionTimeoutMs: null,
    isolation: 'warm',
    memoryLimitMb: null,
    queue: 'default',
    priority: 1,
  } as unknown as Workload;
}
