import type { EncodedValue, TaskId } from '@tradewind/model';
import { makeDag } from '@tradewind/test-support';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SchedulerHarness, startHarness } from '../fixtures/scheduler-harness.ts';

let harness: SchedulerHarness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const store = (dag: ReturnType<typeof makeDag>): Promise<void> => harness.store(dag);

const error = { name: 'Error', message: 'no luck', code: null, stack: null, cause: null };

describe('a run', () => {
  test('goes through its tasks in order, and hands results on', async () => {
    await store(
      makeDag('line', [{ id: 'a' }, { id: 'b', after: ['a'], inputs: ['a' as TaskId] }, { id: 'c', after: ['b'] }]),
    );
    harness.executor.answer = ({ taskId }) => ({ kind: 'success', result: `"${taskId}!"` as EncodedValue });
    const { key, state } = await harness.run('line');
    expect(state).toBe('success');
    expect(await harness.states(key)).toEqual({ a: 'success', b: 'success', c: 'success' });
    expect(harness.executor.submitted.map(({ taskId }) => taskId)).toEqual(['a', 'b', 'c']);
    expect(harness.executor.submitted[1]?.inputs).toEqual({ a: '"a!"' });
  });

  test('fails what depends on a failed task, and itself', async () => {
    await store(
      makeDag('fails', [{ id: 'a' }, { id: 'b', after: ['a'] }, { id: 'c', after: ['b'], triggerRule: 'all_done' }]),
    );
    harness.executor.answer = ({ taskId }) =>
      taskId === 'a' ? { kind: 'failed', error, isRetryable: true } : { kind: 'success' };
    const { key, state } = await harness.run('fails');
    expect(await harness.states(key)).toEqual({ a: 'failed', b: 'upstream_failed', c: 'success' });
    expect(state).toBe('success');
  });

  test('tries a failed task again, and keeps the earlier attempt', async () => {
    const retry = { retries: 2, retryDelayMs: 1, backoff: 0, maxRetryDelayMs: null };
    await store(makeDag('retries', [{ id: 'a', retry }]));
    harness.executor.answer = ({ tryNumber }) =>
      tryNumber < 3 ? { kind: 'failed', error, isRetryable: true } : { kind: 'success' };
    const { key, state } = await harness.run('retries');
    expect(state).toBe('success');
    expect(harness.executor.submitted.map(({ tryNumber }) => tryNumber)).toEqual([1, 2, 3]);
    const rows = await harness.test.database.query<{ try_number: number; state: string }>(
      { name: 'attempts', text: 'select try_number, state from attempt where dag_run_id = $1 order by try_number' },
      [key],
    );
    expect(rows).toEqual([
      { try_number: 1, state: 'failed' },
      { try_number: 2, state: 'failed' },
    ]);
  });

  test('skips the branches that were not chosen', async () => {
    await store(
      makeDag('branches', [
        { id: 'choose', flow: 'branch' },
        { id: 'left', after: ['choose'] },
        { id: 'right', after: ['choose'] },
        { id: 'join', after: ['left', 'right'], triggerRule: 'none_failed_min_one_success' },
      ]),
    );
    harness.executor.answer = ({ taskId }) =>
      taskId === 'choose'
        ? { kind: 'success', skips: { kind: 'follow', taskIds: ['left' as TaskId] } }
        : { kind: 'success' };
    const { key } = await harness.run('branches');
    expect(await harness.states(key)).toEqual({
      choose: 'success',
      left: 'success',
      right: 'skipped',
      join: 'success',
    });
  });

  test('never holds more tasks than its DAG allows', async () => {
    let most = 0;
    harness.executor.onSubmit = () => {
      most = Math.max(most, harness.executor.held.size);
    };
    const tasks = Array.from({ length: 40 }, (_, index) => ({ id: `t${index}` }));
    await store(makeDag('wide', tasks, { maxActiveTasks: 5 }));
    const { key } = await harness.run('wide');
    expect(most).toBe(5);
    expect(Object.values(await harness.states(key)).every((state) => state === 'success')).toBe(true);
  });
});

describe('slots', () => {
  test('of a pool are given back', async () => {
    await store(makeDag('pooled', [{ id: 'a' }, { id: 'b' }, { id: 'c', after: ['a', 'b'] }]));
    await harness.run('pooled');
    const [pool] = await harness.test.database.query<{ occupied: number }>({
      name: 'p',
      text: 'select occupied from pool',
    });
    expect(pool?.occupied).toBe(0);
  });

  test('that a pool wrongly counts as taken are found when a scheduler starts', async () => {
    await harness.scheduler.stop({ graceMs: 0 });
    await harness.sql('update pool set occupied = slots');
    const next = await startHarness({ on: harness.test });
    const corrected = next.events.filter(({ kind }) => kind === 'poolsCorrected');
    await next.close();
    expect(corrected).toEqual([{ kind: 'poolsCorrected', pools: ['default_pool'] }]);
    expect(await harness.sql('select occupied from pool')).toEqual([{ occupied: 0 }]);
  });
});
