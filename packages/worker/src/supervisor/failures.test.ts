import { describe, expect, test } from 'vitest';
import { createWorkload, type FinishedReport, startSupervisor } from '../fixtures/supervisor-bench.ts';

function failureOf({ outcome }: FinishedReport) {
  if (outcome.kind !== 'failed') throw new Error(`expected a failure, got: ${outcome.kind}`);
  return outcome;
}

describe('what an attempt answers', () => {
  test('a result, what was pushed, and what it cost', async () => {
    const bench = await startSupervisor();
    const report = await bench.finish('push');
    expect(report.outcome).toEqual({ kind: 'success', result: '"main"', xcoms: { colour: '"green"' } });
    expect(report.worker).toMatch(/^here:\d+$/);
    expect(report.usage?.peakMemoryMb).toBeGreaterThan(10);
  });

  test('a skip with its reason', async () => {
    const bench = await startSupervisor();
    expect((await bench.finish('skip')).outcome).toEqual({ kind: 'skipped', reason: 'nothing to do' });
  });

  test('an error with the stack of the author', async () => {
    const bench = await startSupervisor();
    const { error, isRetryable } = failureOf(await bench.finish('fail'));
    expect(error).toMatchObject({ name: 'Error', message: 'it went wrong' });
    expect(error.stack).toContain('tasks.ts');
    expect(isRetryable).toBe(true);
  });

  test('a result that is too large fails for good and says what to do', async () => {
    const bench = await startSupervisor({ maxXComBytes: 1000 });
    expect((await bench.finish('large_result', { conf: { length: 998 } })).outcome.kind).toBe('success');
    const { error, isRetryable } = failureOf(await bench.finish('large_result', { conf: { length: 999 } }));
    expect(error.code).toBe('XCOM_TOO_LARGE');
    expect(error.message).toContain('1001 bytes, and at most 1000');
    expect(error.message).toContain('return where it is');
    expect(isRetryable).toBe(false);
    const pushed = failureOf(await bench.finish('push_large', { conf: { length: 5000 } }));
    expect(pushed.error.message).toContain('The XCom "page"');
  });

  test('the arguments of the child are not visible to the author', async () => {
    const bench = await startSupervisor();
    expect((await bench.finish('arguments')).outcome).toEqual({ kind: 'success', result: '[]' });
  });
});

describe('a child that dies', () => {
  test('by a signal: the attempt may be retried, and the next one runs in another child', async () => {
    const bench = await startSupervisor();
    const report = await bench.finish('crash');
    const { error, exitReason, isRetryable } = failureOf(report);
    expect({ exitReason, isRetryable, code: error.code }).toEqual({
      exitReason: 'crashed',
      isRetryable: true,
      code: 'WORKER_CRASHED',
    });
    expect(error.message).toContain('by signal SIGSEGV');
    expect(report.startedAt).not.toBeNull();
    const next = await bench.finish('succeed');
    expect(next.outcome.kind).toBe('success');
    expect(next.worker).not.toBe(report.worker);
  });

  test('because its heap is full: out_of_memory', async () => {
    const bench = await startSupervisor({ childArguments: ['--max-old-space-size=40'] });
    const { error, exitReason } = failureOf(await bench.finish('fill_heap'));
    expect(exitReason).toBe('out_of_memory');
    expect(error.message).toContain('memoryLimitMb');
    expect(bench.logs.of('fill_heap').join('\n')).toContain('heap out of memory');
  });

  test('because the task called process.exit', async () => {
    const bench = await startSupervisor();
    const { error, isRetryable } = failureOf(await bench.finish('exit'));
    expect(error.code).toBe('PROCESS_EXIT_CALLED');
    expect(error.message).toContain('process.exit(3)');
    expect(isRetryable).toBe(true);
    expect((await bench.finish('succeed')).outcome.kind).toBe('success');
  });

  test.each([
    ['reject_unhandled', 'nobody looks at me'],
    ['throw_later', 'thrown from a timer'],
  ])('because nobody caught an error: %s', async (taskId, message) => {
    const bench = await startSupervisor();
    const report = await bench.finish(taskId);
    expect(failureOf(report).error.message).toBe(message);
    const next = await bench.finish('succeed');
    expect(next.worker).not.toBe(report.worker);
  });

  test('after the attempt is over: the next attempt is not harmed', async () => {
    const bench = await startSupervisor();
    const [first, ...others] = ['fail_after_finish', 'succeed', 'succeed', 'succeed'].map((id) => createWorkload(id));
    bench.run(first!, ...others);
    const reports = await Promise.all([first!, ...others].map(({ attemptId }) => bench.finished(attemptId)));
    expect(reports.map(({ outcome }) => outcome.kind)).toEqual(['success', 'success', 'success', 'success']);
  });

  test('with attempts handed ahead: they run in another child', async () => {
    const bench = await startSupervisor({ maxChildren: 1 });
    await bench.becomeShort('succeed');
    const crash = createWorkload('crash', { priority: 5 });
    const others = Array.from({ length: 50 }, () => createWorkload('succeed'));
    bench.run(crash, ...others);
    expect(failureOf(await bench.finished(crash.attemptId)).exitReason).toBe('crashed');
    const reports = await Promise.all(others.map(({ attemptId }) => bench.finished(attemptId)));
    expect(reports.every(({ outcome }) => outcome.kind === 'success')).toBe(true);
  });
});

describe('code that cannot be had', () => {
  test('a DAG file that throws fails the attempt, and is tried again in another process', async () => {
    const bench = await startSupervisor();
    const report = await bench.finish('any', { file: 'broken.ts' });
    const { error, isRetryable } = failureOf(report);
    expect(error.code).toBe('DAG_FILE_NOT_LOADABLE');
    expect(error.message).toContain('there is no such database');
    expect(isRetryable).toBe(true);
    const again = await bench.finish('any', { file: 'broken.ts' });
    expect(again.worker).not.toBe(report.worker);
  });

  test('a DAG file that never finishes loading ends the child', async () => {
    const bench = await startSupervisor();
    await bench.finish('succeed');
    const impatient = await startSupervisor({ loadTimeoutMs: 1000 });
    const { error, exitReason } = failureOf(await impatient.finish('any', { file: 'endless.ts' }));
    expect(exitReason).toBe('could_not_start');
    expect(error.message).toContain('"endless.ts" did not load within 1000 ms');
  });

  test('a DAG or a task that is not there is named', async () => {
    const bench = await startSupervisor();
    const noDag = failureOf(await bench.finish('any', { dagId: 'circus' }));
    expect(noDag.error.message).toContain('DAG "circus" is not in "tasks.ts"');
    expect(noDag.error.message).toContain('it defines "zoo"');
    const noTask = failureOf(await bench.finish('unicorn'));
    expect(noTask.error.message).toContain('Task "unicorn" is not in DAG "zoo"');
  });

  test('a DAG whose file was imported by another DAG file before is found', async () => {
    const bench = await startSupervisor({ maxChildren: 1 });
    expect((await bench.finish('here', { file: 'imports-other.ts', dagId: 'importer' })).outcome.kind).toBe('success');
    expect((await bench.finish('succeed')).outcome.kind).toBe('success');
  });

  test('a bundle version that nobody has fails the attempt before it starts', async () => {
    const bench = await startSupervisor({
      bundles: {
        bundleDirectory: async () => {
          throw new Error('the disk is full');
        },
      },
    });
    const report = await bench.finish('succeed');
    expect(failureOf(report)).toMatchObject({ exitReason: 'could_not_start', isRetryable: true });
    expect(failureOf(report).error.message).toContain('the disk is full');
    expect(report.startedAt).toBeNull();
  });

  test('children that cannot start give back what waits', async () => {
    const bench = await startSupervisor({ childArguments: ['--import=./there-is-no-such-loader.js'] });
    const report = await bench.finish('succeed');
    const { error, exitReason } = failureOf(report);
    expect(exitReason).toBe('could_not_start');
    expect(error.message).toContain('there-is-no-such-loader');
  });
});
