import type { AttemptId, DagRunKey } from '@tradewind/model';
import { notifySchedulers } from '@tradewind/store';
import { makeDag } from '@tradewind/test-support';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clearTasks, deleteRun, deleteWholeDag, editDag } from '../fixtures/edit-runs.ts';
import { failure, success } from '../fixtures/reports.ts';
import { type SchedulerHarness, startHarness } from '../fixtures/scheduler-harness.ts';

// On a busy machine, one of these takes up to ten seconds for what it does in half a one.
vi.setConfig({ testTimeout: 30_000 });

let harness: SchedulerHarness;
beforeEach(async () => {
  harness = await startHarness({ parallelism: 8 });
});
afterEach(() => harness.close());

const holdAll = () => {
  harness.executor.answer = () => 'hold';
};
const clear = (key: DagRunKey, ...taskIds: string[]) => clearTasks(harness.test.database, 'd', key, taskIds);
const ends = (key: DagRunKey, count: number) =>
  harness.when(
    () => harness.events.filter((event) => event.kind === 'runFinished' && event.dagRunKey === key).length === count,
  );

interface Instance {
  readonly state: string;
  readonly try_number: number;
  readonly max_tries: number;
  readonly attempt_id: AttemptId | null;
}

async function instance(key: DagRunKey, taskId: string): Promise<Instance> {
  const rows = await harness.sql<Instance>(
    'select state, try_number, max_tries, attempt_id from task_instance where dag_run_id = $1 and task_id = $2',
    [key, taskId],
  );
  return rows[0]!;
}

/** The attempts of a task, by number, with how they ended. */
const history = (key: DagRunKey, taskId: string) =>
  harness.sql(
    "select try_number, state, reason->>'code' as code from attempt where dag_run_id = $1 and task_id = $2 order by 1",
    [key, taskId],
  );

describe('clearing', () => {
  test('a finished task of a finished run runs it again, with all of its retries', async () => {
    const retry = { retries: 1, retryDelayMs: 1, backoff: 0, maxRetryDelayMs: null };
    await harness.store(
      makeDag('d', [
        { id: 'a', retry },
        { id: 'b', after: ['a'] },
      ]),
    );
    harness.executor.answer = ({ taskId }) => (taskId === 'a' ? failure : success);
    const { key } = await harness.run('d');
    expect(await instance(key, 'a')).toMatchObject({ state: 'failed', try_number: 2, max_tries: 1 });
    await clear(key, 'a', 'b');
    await ends(key, 2);
    expect(await instance(key, 'a')).toMatchObject({ state: 'failed', try_number: 4, max_tries: 3 });
    harness.executor.answer = () => success;
    await clear(key, 'a', 'b');
    await ends(key, 3);
    expect(await harness.states(key)).toEqual({ a: 'success', b: 'success' });
    expect(await history(key, 'a')).toHaveLength(4);
    const [run] = await harness.sql<{ state: string; clear_number: number }>('select state, clear_number from dag_run');
    expect(run).toEqual({ state: 'success', clear_number: 2 });
  });

  test('a running task kills it, and starts it over without costing a try', async () => {
    holdAll();
    await harness.store(makeDag('d', [{ id: 'a' }]));
    const key = await harness.trigger('d');
    await harness.when(async () => (await instance(key, 'a')).state === 'running');
    const { attempt_id: first } = await instance(key, 'a');
    await clear(key, 'a');
    await harness.when(() => harness.executor.submitted.length === 2);
    expect(harness.executor.cancelled).toEqual([first]);
    harness.executor.answer = () => success;
    harness.executor.finish(harness.executor.submitted[1]!.attemptId, failure);
    await ends(key, 1);
    // Without a retry the second attempt was the last one; it had the number after the first.
    expect(await instance(key, 'a')).toMatchObject({ state: 'failed', try_number: 2, max_tries: 1 });
    expect(await history(key, 'a')).toEqual([{ try_number: 1, state: 'failed', code: 'cleared' }]);
  });

  test('a running task whose end is reported at the same time runs again all the same', async () => {
    holdAll();
    await harness.store(makeDag('d', [{ id: 'a' }]));
    const key = await harness.trigger('d');
    await harness.when(async () => (await instance(key, 'a')).state === 'running');
    const { attempt_id: first } = await instance(key, 'a');
    const cleared = clear(key, 'a');
    harness.executor.finish(first as AttemptId, success);
    await cleared;
    harness.executor.answer = () => success;
    await harness.when(() => harness.executor.submitted.length === 2);
    const second = harness.executor.submitted[1]!.attemptId;
    harness.executor.finish(second, success);
    await harness.when(async () => (await instance(key, 'a')).state === 'success');
    expect((await instance(key, 'a')).attempt_id).toBe(second);
  });

  test('a queued task takes its slot back, and the attempt is called off', async () => {
    holdAll();
    harness.executor.answer = ({ taskId }) => (taskId === 'a' ? 'hold' : success);
    await harness.store(makeDag('d', [{ id: 'a' }]));
    const key = await harness.trigger('d');
    await harness.when(() => harness.executor.held.size === 1);
    await harness.sql(`update task_instance set state = 'queued' where dag_run_id = $1`, [key]);
    await clear(key, 'a');
    await harness.when(() => harness.executor.submitted.length === 2);
    expect(harness.executor.cancelled).toEqual([harness.executor.submitted[0]!.attemptId]);
    harness.executor.finish(harness.executor.submitted[1]!.attemptId, success);
    await ends(key, 1);
  });

  test('a branch lets it choose anew', async () => {
    let choice = 'left';
    await harness.store(
      makeDag('d', [
        { id: 'choose', flow: 'branch' },
        { id: 'left', after: ['choose'] },
        { id: 'right', after: ['choose'] },
      ]),
    );
    harness.executor.answer = ({ taskId }) =>
      taskId === 'choose' ? { kind: 'success', skips: { kind: 'follow', taskIds: [choice as never] } } : success;
    const { key } = await harness.run('d');
    expect(await harness.states(key)).toEqual({ choose: 'success', left: 'success', right: 'skipped' });
    await clear(key, 'right');
    await ends(key, 2);
    expect(await harness.states(key)).toMatchObject({ right: 'skipped' });
    choice = 'right';
    await clear(key, 'choose', 'left', 'right');
    await ends(key, 3);
    expect(await harness.states(key)).toEqual({ choose: 'success', left: 'skipped', right: 'success' });
  });
});

describe('deleting', () => {
  test('a run that is under way calls its attempts off, and frees its slots', async () => {
    holdAll();
    await harness.store(makeDag('d', [{ id: 'a' }, { id: 'b' }]));
    const key = await harness.trigger('d');
    await harness.when(() => harness.executor.held.size === 2);
    await deleteRun(harness.test.database, 'd', key);
    await harness.when(() => harness.executor.held.size === 0);
    expect(harness.executor.cancelled.toSorted()).toEqual(
      harness.executor.submitted.map(({ attemptId }) => attemptId).toSorted(),
    );
  });

  test('a run makes room for one that waits', async () => {
    holdAll();
    await harness.store(makeDag('d', [{ id: 'a' }], { maxActiveRuns: 1 }));
    const first = await harness.trigger('d');
    const second = await harness.trigger('d');
    await deleteRun(harness.test.database, 'd', first);
    await harness.until('runStarted', ({ dagRunKey }) => dagRunKey === second);
  });

  test('a run whose tasks filled a pool makes room for others', async () => {
    holdAll();
    await harness.sql('update pool set slots = 1');
    await notifySchedulers(harness.test.database, { kind: 'pool' });
    await harness.store(makeDag('d', [{ id: 'a' }]));
    await harness.store(makeDag('other', [{ id: 'z' }]));
    const first = await harness.trigger('d');
    await harness.when(() => harness.executor.held.size === 1);
    await harness.trigger('other');
    await deleteRun(harness.test.database, 'd', first);
    await harness.when(() => harness.executor.heldOf('z') !== undefined);
  });

  test('a DAG that is under way ends all that it does', async () => {
    holdAll();
    await harness.store(makeDag('d', [{ id: 'a' }, { id: 'b' }]));
    await harness.trigger('d');
    await harness.when(() => harness.executor.held.size === 2);
    await deleteWholeDag(harness.test.database, 'd');
    await harness.when(() => harness.executor.held.size === 0);
    await expect(harness.trigger('d')).rejects.toThrow('Cannot run DAG "d"');
    expect(await harness.sql('select 1 from task_instance')).toEqual([]);
  });
});

test('a DAG whose deletion was noticed before it was told is not run any more', async () => {
  holdAll();
  await harness.store(makeDag('d', [{ id: 'a' }, { id: 'b', after: ['a'] }]));
  await harness.trigger('d');
  await harness.when(() => harness.executor.held.size === 1);
  await deleteWholeDag(harness.test.database, 'd', { isTold: false });
  harness.executor.finish([...harness.executor.held.keys()][0]!, success);
  await harness.until('turnRefused');
  await expect(harness.trigger('d')).rejects.toThrow('Cannot run DAG "d"');
});

test('a DAG whose deletion nobody told yet is not run any more', async () => {
  await harness.store(makeDag('d', [{ id: 'a' }]));
  await deleteWholeDag(harness.test.database, 'd', { isTold: false });
  await expect(harness.trigger('d')).rejects.toThrow('Cannot run DAG "d"');
});

describe('a DAG', () => {
  test('that is not declared any more finishes its runs, and starts none', async () => {
    holdAll();
    await harness.store(makeDag('d', [{ id: 'a' }, { id: 'b', after: ['a'] }], { maxActiveRuns: 1 }));
    const first = await harness.trigger('d');
    const second = await harness.trigger('d');
    await harness.when(() => harness.executor.held.size === 1);
    await editDag(harness.test.database, 'd', 'is_active = false');
    await harness.when(
      async () => (await harness.sql(`select 1 from dag_run where reason->>'code' = 'dag_inactive'`)).length === 1,
    );
    harness.executor.finish(harness.executor.heldOf('a')!.attemptId, success);
    await harness.when(() => harness.executor.heldOf('b') !== undefined);
    harness.executor.finish(harness.executor.heldOf('b')!.attemptId, success);
    await ends(first, 1);
    await expect(harness.trigger('d')).rejects.toThrow('Cannot run DAG "d"');
    await editDag(harness.test.database, 'd', 'is_active = true');
    await harness.until('runStarted', ({ dagRunKey }) => dagRunKey === second);
  });

  test('that is paused lets its attempts end, and hands out no others', async () => {
    holdAll();
    await harness.store(makeDag('d', [{ id: 'a' }, { id: 'b', after: ['a'] }], { maxActiveRuns: 1 }));
    const key = await harness.trigger('d');
    await harness.trigger('d');
    const isPaused = async (table: string): Promise<boolean> =>
      (await harness.sql(`select 1 from ${table} where reason->>'code' = 'dag_paused'`)).length === 1;
    await harness.when(() => harness.executor.held.size === 1);
    await editDag(harness.test.database, 'd', 'is_paused = true');
    await harness.when(() => isPaused('dag_run'));
    harness.executor.finish(harness.executor.heldOf('a')!.attemptId, success);
    await harness.when(() => isPaused('task_instance'));
    expect(await harness.states(key)).toEqual({ a: 'success', b: 'scheduled' });
    await editDag(harness.test.database, 'd', 'is_paused = false');
    await harness.when(() => harness.executor.heldOf('b') !== undefined);
  });
});

test('a message that nobody understands has everything looked at again', async () => {
  await harness.store(makeDag('d', [{ id: 'a' }], { maxActiveRuns: 1 }), { isPaused: true });
  const key = await harness.trigger('d');
  await harness.sql('update dag set is_paused = false');
  await harness.sql(`select pg_notify('tradewind', 'gibberish')`);
  await ends(key, 1);
});
