import { makeDag, type TaskInput } from '@tradewind/test-support';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failure, success } from '../fixtures/reports.ts';
import { type SchedulerHarness, startHarness } from '../fixtures/scheduler-harness.ts';

let harness: SchedulerHarness;
beforeEach(async () => {
  harness = await startHarness({ parallelism: 4 });
});
afterEach(() => harness.close());

const occupied = async (): Promise<number | undefined> =>
  (await harness.sql<{ occupied: number }>('select occupied from pool'))[0]?.occupied;

describe('a run that fails fast', () => {
  const tasks: readonly TaskInput[] = [{ id: 'a' }, { id: 'b' }, { id: 'c', after: ['a', 'b'] }];

  test('ends while its cancelled attempts are still dying', async () => {
    harness.executor.answer = () => 'hold';
    // An executor that takes its time: the attempt stays where it is.
    harness.executor.cancel = (attemptId) => void harness.executor.cancelled.push(attemptId);
    await harness.store(makeDag('d', tasks, { failFast: true }));
    const key = await harness.trigger('d');
    await harness.when(() => harness.executor.held.size === 2);
    const b = harness.executor.heldOf('b')!.attemptId;
    harness.executor.finish(harness.executor.heldOf('a')!.attemptId, failure);
    const { state } = await harness.until('runFinished');
    expect(state).toBe('failed');
    expect(await harness.states(key)).toEqual({ a: 'failed', b: 'failed', c: 'skipped' });
    await harness.when(() => harness.executor.cancelled.length > 0);
    expect(harness.executor.cancelled).toEqual([b]);
    expect(await occupied()).toBe(0);
    harness.executor.finish(b, success);
    await harness.until('reportRefused', ({ attemptId }) => attemptId === b);
    expect(await harness.states(key)).toMatchObject({ b: 'failed' });
  });

  test('is not confused by a success that comes with the failure', async () => {
    harness.executor.answer = () => 'hold';
    await harness.store(makeDag('d', tasks, { failFast: true }));
    const key = await harness.trigger('d');
    await harness.when(() => harness.executor.held.size === 2);
    harness.executor.finish(harness.executor.heldOf('a')!.attemptId, failure);
    harness.executor.finish(harness.executor.heldOf('b')!.attemptId, success);
    await harness.until('runFinished');
    expect(await harness.states(key)).toEqual({ a: 'failed', b: 'failed', c: 'skipped' });
    expect(harness.executor.cancelled).toEqual([]);
    expect(harness.events.filter(({ kind }) => kind === 'turnFailed')).toEqual([]);
  });
});

describe('a run that takes too long', () => {
  test('fails, skips what is left, and frees its slots', async () => {
    harness.executor.answer = () => 'hold';
    await harness.store(makeDag('d', [{ id: 'a' }, { id: 'b', after: ['a'] }], { dagRunTimeoutMs: 300 }));
    const key = await harness.trigger('d');
    const { state } = await harness.until('runFinished');
    expect([state, await harness.states(key)]).toEqual(['failed', { a: 'skipped', b: 'skipped' }]);
    const [run] = await harness.sql<{ reason: object }>('select reason from dag_run');
    expect(run?.reason).toEqual({ code: 'run_timed_out', timeoutMs: 300 });
    await harness.when(() => harness.executor.held.size === 0);
    expect(harness.executor.cancelled).toHaveLength(1);
    expect(await occupied()).toBe(0);
  });

  test('tears down what it has set up, and makes room for the next run then', async () => {
    harness.executor.answer = ({ taskId }) => (taskId === 'work' ? 'hold' : success);
    const tasks: readonly TaskInput[] = [
      { id: 'create', isSetup: true },
      { id: 'work', after: ['create'], setups: ['create'] as never },
      { id: 'destroy', isTeardown: true, after: ['create', 'work'], triggerRule: 'all_done_setup_success' },
    ];
    await harness.store(makeDag('d', tasks, { dagRunTimeoutMs: 400, maxActiveRuns: 1 }));
    const key = await harness.trigger('d');
    const next = await harness.trigger('d');
    const { state } = await harness.until('runFinished', ({ dagRunKey }) => dagRunKey === key);
    expect([state, await harness.states(key)]).toEqual([
      'failed',
      { create: 'success', work: 'skipped', destroy: 'success' },
    ]);
    await harness.until('runStarted', ({ dagRunKey }) => dagRunKey === next);
  });
});

describe('an attempt that is lost', () => {
  test('is made again as often as allowed, then fails the task', async () => {
    await harness.close();
    harness = await startHarness({ maxInfraRetries: 3 });
    harness.executor.answer = () => ({ ...failure, exitReason: 'lost' }) as typeof failure;
    await harness.store(makeDag('d', [{ id: 'a' }]));
    const { key, state } = await harness.run('d');
    expect(state).toBe('failed');
    expect(harness.executor.submitted).toHaveLength(4);
    const [row] = await harness.sql<object>(
      'select state, lost_attempts, try_number from task_instance where dag_run_id = $1',
      [key],
    );
    expect(row).toEqual({ state: 'failed', lost_attempts: 3, try_number: 4 });
  });
});
