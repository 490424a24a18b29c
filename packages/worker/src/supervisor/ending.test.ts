import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Marks } from '../fixtures/marks.ts';
import { processEnd } from '../fixtures/process-end.ts';
import { createWorkload, type FinishedReport, startSupervisor } from '../fixtures/supervisor-bench.ts';

function failureOf({ outcome }: FinishedReport) {
  if (outcome.kind !== 'failed') throw new Error(`expected a failure, got: ${outcome.kind}`);
  return { exitReason: outcome.exitReason, isRetryable: outcome.isRetryable, message: outcome.error.message };
}

const QUICK = { stopGraceMs: 50, killGraceMs: 50 };

describe('a time-out', () => {
  test('aborts the signal, and says that this was enough', async () => {
    const bench = await startSupervisor();
    const report = await bench.finish('hang', { executionTimeoutMs: 50 });
    const { exitReason, isRetryable, message } = failureOf(report);
    expect({ exitReason, isRetryable }).toEqual({ exitReason: 'timeout', isRetryable: true });
    expect(message).toContain('time-out of 50 ms');
    expect(message).toContain('It stopped when its signal was aborted.');
    expect(bench.logs.of('hang')).toEqual(['system: The task ran longer than its time-out of 50 ms.']);
    expect(report.at - (report.startedAt ?? 0)).toBeGreaterThanOrEqual(49);
    expect(report.usage).not.toBeNull();
  });

  test('is a failure even if the task returns a result after it', async () => {
    const bench = await startSupervisor();
    const report = await bench.finish('finish_when_aborted', { executionTimeoutMs: 50 });
    expect(failureOf(report).exitReason).toBe('timeout');
  });

  test('ends a task that does not listen with SIGTERM', async () => {
    const bench = await startSupervisor(QUICK);
    const { exitReason, message } = failureOf(await bench.finish('ignore_abort', { executionTimeoutMs: 50 }));
    expect(exitReason).toBe('timeout');
    expect(message).toContain('ended with SIGTERM');
  });

  test('ends a task that ignores SIGTERM with SIGKILL', async () => {
    const bench = await startSupervisor(QUICK);
    const { message } = failureOf(await bench.finish('ignore_sigterm', { executionTimeoutMs: 50 }));
    expect(message).toContain('ended with SIGKILL');
    expect(bench.logs.of('ignore_sigterm')).toContain('system: Sending SIGKILL to the process group of the task.');
  });

  test('ends a task that blocks the event loop, and reports before that it has started', async () => {
    const bench = await startSupervisor(QUICK);
    const workload = createWorkload('block', { executionTimeoutMs: 50, conf: { ms: 60_000 } });
    bench.run(workload);
    await bench.started(workload.attemptId);
    expect(failureOf(await bench.finished(workload.attemptId)).exitReason).toBe('timeout');
  });

  test('ends what the task has started as well', async () => {
    const marks = new Marks();
    const bench = await startSupervisor(QUICK);
    await bench.finish('start_sleep', { executionTimeoutMs: 500, conf: { marks: marks.path } });
    const [pid, sleepPid] = await marks.of('start_sleep');
    await processEnd(Number(pid));
    await processEnd(Number(sleepPid));
  });

  test('does not harm a task that is over in time', async () => {
    const bench = await startSupervisor({ maxChildren: 1 });
    const report = await bench.finish('succeed', { executionTimeoutMs: 60_000 });
    const next = await bench.finish('take_a_while');
    expect([report.outcome.kind, next.outcome.kind]).toEqual(['success', 'success']);
    expect(next.worker).toBe(report.worker);
  });
});

describe('cancelling', () => {
  test('an attempt that was handed ahead takes it back, and only it', async () => {
    const bench = await startSupervisor({ maxChildren: 1 });
    await bench.becomeShort('block', { conf: { ms: 0 } });
    const [first, second, third] = [400, 0, 0].map((ms) => createWorkload('block', { conf: { ms } }));
    bench.run(first!, second!, third!);
    bench.supervisor.cancel(second!.attemptId, 'cancelled');
    const report = await bench.finished(second!.attemptId);
    expect(failureOf(report)).toMatchObject({ exitReason: 'cancelled', isRetryable: false });
    expect(report.startedAt).toBeNull();
    expect((await bench.finished(first!.attemptId)).outcome.kind).toBe('success');
    expect((await bench.finished(third!.attemptId)).outcome.kind).toBe('success');
  });

  test('an attempt in the moment in which it is sent to a child', async () => {
    const bench = await startSupervisor();
    await bench.finish('succeed');
    const workload = createWorkload('hang');
    bench.run(workload);
    bench.supervisor.cancel(workload.attemptId, 'cancelled');
    expect(failureOf(await bench.finished(workload.attemptId)).message).toContain('when its signal was aborted');
  });

  test('an attempt whose code is still being fetched', async () => {
    const fetched = Promise.withResolvers<string>();
    const bench = await startSupervisor({ bundles: { bundleDirectory: () => fetched.promise } });
    const workload = createWorkload('succeed');
    bench.run(workload);
    bench.supervisor.cancel(workload.attemptId, 'cancelled');
    expect(failureOf(await bench.finished(workload.attemptId)).exitReason).toBe('cancelled');
    fetched.reject(new Error('too late'));
    await bench.supervisor.stop({ graceMs: 0 });
    expect(bench.reports.all).toHaveLength(1);
  });
});

describe('stopping', () => {
  test('kills a task that does not listen, and leaves no process behind', async () => {
    const marks = new Marks();
    const bench = await startSupervisor(QUICK);
    const workload = createWorkload('block_with_sleep', { conf: { marks: marks.path } });
    bench.run(workload);
    const [pid, sleepPid] = await marks.of('block_with_sleep');
    await bench.supervisor.stop({ graceMs: 0 });
    expect(failureOf(await bench.finished(workload.attemptId)).exitReason).toBe('lost');
    await processEnd(Number(pid));
    await processEnd(Number(sleepPid));
  });
});

describe('a supervisor that is killed', () => {
  const SCRIPT = fileURLToPath(new URL('../fixtures/run-supervisor.ts', import.meta.url));

  test.each(['start_sleep', 'block_with_sleep'])(
    'takes its children and what they started along: %s',
    async (taskId) => {
      const marks = new Marks();
      const supervisor = spawn(process.execPath, [...process.execArgv, SCRIPT, taskId, marks.path], {
        stdio: 'inherit',
      });
      const [childPid, sleepPid] = await marks.of(taskId);
      supervisor.kill('SIGKILL');
      await once(supervisor, 'exit');
      await processEnd(Number(childPid));
      await processEnd(Number(sleepPid));
    },
  );

  test('leaves no folder once another one starts', async () => {
    const marks = new Marks();
    const supervisor = spawn(process.execPath, [...process.execArgv, SCRIPT, 'start_sleep', marks.path], {
      stdio: 'inherit',
    });
    const folders = (): readonly string[] =>
      readdirSync(tmpdir()).filter((name) => name.includes(`-${supervisor.pid}-`));
    await marks.of('start_sleep');
    expect(folders()).toHaveLength(1);
    supervisor.kill('SIGKILL');
    await once(supervisor, 'exit');
    await startSupervisor();
    expect(folders()).toEqual([]);
  });
});
