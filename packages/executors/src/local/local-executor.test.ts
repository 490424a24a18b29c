import type { AttemptId, AttemptReport, Workload } from '@tradewind/model';
import { describe, expect, test } from 'vitest';
import type { ReportListener } from '../executor.ts';
import type { AttemptRunner } from './attempt-runner.ts';
import { LocalExecutor } from './local-executor.ts';

class FakeRunner implements AttemptRunner {
  readonly running = new Set<AttemptId>();
  report: ReportListener = () => {};

  async start(reports: ReportListener): Promise<void> {
    this.report = reports;
  }
  async stop(): Promise<void> {}
  run(workloads: readonly Workload[]): void {
    for (const { attemptId } of workloads) this.running.add(attemptId);
  }
  cancel(): void {}
  holds(attemptId: AttemptId): boolean {
    return this.running.has(attemptId);
  }

  finish(...attemptIds: readonly string[]): void {
    this.report(attemptIds.map((attemptId) => ({ kind: 'finished', attemptId }) as unknown as AttemptReport));
  }
}

async function start(
  parallelism: number,
): Promise<{ runner: FakeRunner; executor: LocalExecutor; seen: AttemptReport[] }> {
  const runner = new FakeRunner();
  const executor = new LocalExecutor({ runner, parallelism });
  const seen: AttemptReport[] = [];
  await executor.start((batch) => seen.push(...batch));
  return { runner, executor, seen };
}

function workloads(...ids: readonly string[]): Workload[] {
  return ids.map((attemptId) => ({ attemptId }) as unknown as Workload);
}

describe('the slots of the local executor', () => {
  test('are taken by what is submitted and given back by what is finished', async () => {
    const { runner, executor, seen } = await start(3);
    expect(executor.slots()).toBe(3);
    executor.submit(workloads('a', 'b'));
    expect(executor.slots()).toBe(1);
    runner.report([{ kind: 'started', attemptId: 'a' as AttemptId, at: 0, worker: 'w' }]);
    expect(executor.slots()).toBe(1);
    runner.finish('a', 'b');
    expect(executor.slots()).toBe(3);
    expect(seen).toHaveLength(3);
  });

  test('are never negative, and nothing that was submitted too much is lost', async () => {
    const { runner, executor } = await start(1);
    executor.submit(workloads('a', 'b', 'c'));
    expect(executor.slots()).toBe(0);
    expect([...runner.running]).toEqual(['a', 'b', 'c']);
    runner.finish('a');
    expect(executor.slots()).toBe(0);
    runner.finish('b', 'c');
    expect(executor.slots()).toBe(1);
  });

  test('are gone when it stops', async () => {
    const { executor } = await start(3);
    await executor.stop({ graceMs: 0 });
    expect(executor.slots()).toBe(0);
  });

  test('32 by default, under the name local', () => {
    const executor = new LocalExecutor({ runner: new FakeRunner() });
    expect([executor.name, executor.slots()]).toEqual(['local', 32]);
  });
});
