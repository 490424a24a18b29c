import type { DagRunKey, Workload } from '@tradewind/model';
import { makeDag } from '@tradewind/test-support';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clearTasks, deleteRun } from '../fixtures/edit-runs.ts';
import { failure } from '../fixtures/reports.ts';
import { type SchedulerHarness, startHarness } from '../fixtures/scheduler-harness.ts';

const DAY_MS = 86_400_000;
let harness: SchedulerHarness;
beforeEach(async () => {
  harness = await startHarness();
  harness.executor.answer = () => 'hold';
});
afterEach(() => harness.close());

const depends = { dependsOnPast: true };

/** Triggers a run for a day. */
function runFor(dagId: string, day: number): Promise<DagRunKey> {
  return harness.trigger(dagId, { logicalDateAt: day * DAY_MS });
}

const heldOf = (key: DagRunKey, taskId: string): Workload | undefined =>
  [...harness.executor.held.values()].find((one) => one.run.dagRunKey === key && one.taskId === taskId);

async function finish(
  key: DagRunKey,
  taskId: string,
  outcome: Parameters<typeof harness.executor.finish>[1] = { kind: 'success' },
) {
  await harness.when(() => heldOf(key, taskId) !== undefined);
  harness.executor.finish(heldOf(key, taskId)!.attemptId, outcome);
}

const stateOf = async (key: DagRunKey, taskId: string): Promise<string | undefined> =>
  (await harness.states(key))[taskId];
const ended = (key: DagRunKey) => harness.until('runFinished', ({ dagRunKey }) => dagRunKey === key);

describe('depends_on_past', () => {
  test('lets runs that are created together go one after the other', async () => {
    await harness.store(makeDag('daily', [{ id: 'a', ...depends }]));
    const [first, second, third] = await Promise.all([runFor('daily', 1), runFor('daily', 2), runFor('daily', 3)]);
    await harness.when(() => heldOf(first, 'a') !== undefined);
    expect(harness.executor.held.size).toBe(1);
    for (const key of [first, second, third]) {
      await finish(key, 'a');
      await ended(key);
    }
    expect(harness.executor.submitted.map(({ run }) => run.dagRunKey)).toEqual([first, second, third]);
  });

  test('holds a later task whose turn comes when the run before has long ended', async () => {
    await harness.store(makeDag('daily', [{ id: 'a' }, { id: 'b', after: ['a'], ...depends }]));
    const [first, second] = await Promise.all([runFor('daily', 1), runFor('daily', 2)]);
    await finish(first, 'a');
    await finish(first, 'b');
    await ended(first);
    await finish(second, 'a');
    await finish(second, 'b');
    expect((await ended(second)).state).toBe('success');
  });

  test('waits for a failed task until somebody clears it', async () => {
    await harness.store(makeDag('daily', [{ id: 'a', ...depends }]));
    const first = await runFor('daily', 1);
    await finish(first, 'a', failure);
    await ended(first);
    const second = await runFor('daily', 2);
    await harness.when(
      async () =>
        (await harness.sql(`select 1 from task_instance where reason->>'code' = 'depends_on_past'`)).length === 1,
    );
    expect(await stateOf(second, 'a')).toBe('none');
    await clearTasks(harness.test.database, 'daily', first, ['a']);
    await finish(first, 'a');
    await finish(second, 'a');
    expect((await ended(second)).state).toBe('success');
  });

  test('goes on when the run before is deleted', async () => {
    await harness.store(makeDag('daily', [{ id: 'a', ...depends }]));
    const first = await runFor('daily', 1);
    await finish(first, 'a', failure);
    await ended(first);
    const second = await runFor('daily', 2);
    await harness.until('runStarted', ({ dagRunKey }) => dagRunKey === second);
    await deleteRun(harness.test.database, 'daily', first);
    await finish(second, 'a');
    await ended(second);
  });

  test('asks the run whose date comes before, not the one that was created before', async () => {
    await harness.store(makeDag('daily', [{ id: 'a', ...depends }]));
    const later = await runFor('daily', 9);
    await harness.when(() => heldOf(later, 'a') !== undefined);
    const earlier = await runFor('daily', 3);
    await finish(earlier, 'a', failure);
    await ended(earlier);
    const last = await runFor('daily', 10);
    await finish(later, 'a');
    await finish(last, 'a');
    await ended(last);
  });
});

describe('wait_for_downstream', () => {
  test('holds until the tasks after it went well in the run before', async () => {
    await harness.store(
      makeDag('daily', [
        { id: 'a', ...depends, waitForDownstream: true },
        { id: 'b', after: ['a'] },
      ]),
    );
    const [first, second] = await Promise.all([runFor('daily', 1), runFor('daily', 2)]);
    await finish(first, 'a');
    await harness.when(() => heldOf(first, 'b') !== undefined);
    expect(await stateOf(second, 'a')).toBe('none');
    await finish(first, 'b');
    await finish(second, 'a');
    await finish(second, 'b');
    await ended(second);
  });
});
