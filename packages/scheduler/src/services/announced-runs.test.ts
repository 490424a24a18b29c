import { randomUUID } from 'node:crypto';
import type { DagId, DagRunKey, RunId } from '@tradewind/model';
import { createAnnouncedRun, type NewRun, notifySchedulers } from '@tradewind/store';
import { makeDag } from '@tradewind/test-support';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleteRun } from '../fixtures/edit-runs.ts';
import { success } from '../fixtures/reports.ts';
import { type SchedulerHarness, startHarness } from '../fixtures/scheduler-harness.ts';

let harness: SchedulerHarness;
beforeEach(async () => {
  harness = await startHarness();
  await harness.store(makeDag('d', [{ id: 'a' }, { id: 'b', after: ['a'] }], { maxActiveRuns: 1 }));
});
afterEach(() => harness.close());

async function newRun(dagId = 'd', conf: NewRun['conf'] = {}): Promise<NewRun> {
  const [dag] = await harness.sql<{ version: NewRun['dagVersionId'] }>(
    'select current_version_id as version from dag where dag_id = $1',
    [dagId],
  );
  const key = randomUUID() as string as DagRunKey;
  return {
    dagRunKey: key,
    dagId: dagId as DagId,
    runId: `run ${key}` as RunId,
    runType: 'manual',
    triggeredBy: 'cli',
    triggeredByUser: null,
    dagVersionId: dag!.version,
    logicalDateAt: null,
    dataIntervalStartAt: null,
    dataIntervalEndAt: null,
    runAfterAt: Date.now(),
    queuedAt: Date.now(),
    conf,
    note: null,
  };
}

const announce = (run: NewRun) => notifySchedulers(harness.test.database, { kind: 'created', run });
const ends = ({ dagRunKey }: NewRun) => harness.until('runFinished', (event) => event.dagRunKey === dagRunKey);
const attempts = ({ dagRunKey }: NewRun) =>
  harness.sql('select task_id, state, try_number from task_instance where dag_run_id = $1 order by 1', [dagRunKey]);
const DONE = [
  { task_id: 'a', state: 'success', try_number: 1 },
  { task_id: 'b', state: 'success', try_number: 1 },
];

test('a run that another process creates is run, with its conf', async () => {
  const run = await newRun('d', { region: 'north' });
  expect(await createAnnouncedRun(harness.test.database, run)).toBe(true);
  expect((await ends(run)).state).toBe('success');
  expect(await attempts(run)).toEqual(DONE);
  expect(harness.executor.submitted.every(({ run: { conf } }) => conf['region'] === 'north')).toBe(true);
});

test('a conf that no notification can hold is read', async () => {
  const run = await newRun('d', { text: 'x'.repeat(10_000) });
  await createAnnouncedRun(harness.test.database, run);
  expect((await ends(run)).state).toBe('success');
});

test('a name that exists already creates nothing and tells nobody', async () => {
  const run = await newRun();
  await createAnnouncedRun(harness.test.database, run);
  const again = { ...run, dagRunKey: randomUUID() as string as DagRunKey };
  expect(await createAnnouncedRun(harness.test.database, again)).toBe(false);
  await ends(run);
  expect(await harness.sql('select 1 from dag_run')).toHaveLength(1);
});

test('one run after the other starts, where more may not run', async () => {
  const runs = [await newRun(), await newRun(), await newRun()];
  for (const run of runs) await createAnnouncedRun(harness.test.database, run);
  for (const run of runs) expect((await ends(run)).state).toBe('success');
});

test('a notification that comes when the run has ended starts nothing', async () => {
  const run = await newRun();
  await createAnnouncedRun(harness.test.database, run);
  await ends(run);
  const { length } = harness.executor.submitted;
  await announce(run);
  await harness.until('turnRefused');
  await harness.run('d');
  expect(harness.executor.submitted).toHaveLength(length + 2);
  expect(await attempts(run)).toEqual(DONE);
});

test('a notification that comes when the run was deleted starts nothing', async () => {
  const run = await newRun();
  await createAnnouncedRun(harness.test.database, run);
  await ends(run);
  await deleteRun(harness.test.database, 'd', run.dagRunKey);
  const { length } = harness.executor.submitted;
  await announce(run);
  await harness.run('d');
  expect(harness.executor.submitted).toHaveLength(length + 2);
});

test('a second notification about a run under way starts nothing', async () => {
  await harness.store(makeDag('e', [{ id: 'c' }]));
  harness.executor.answer = ({ run }) => (run.dagId === 'd' ? 'hold' : success);
  const run = await newRun();
  await createAnnouncedRun(harness.test.database, run);
  await harness.when(() => harness.executor.held.size === 1);
  await announce(run);
  // Notifications come in order, so that one was heard before this one.
  const later = await newRun('e');
  await createAnnouncedRun(harness.test.database, later);
  await ends(later);
  harness.executor.answer = () => success;
  for (const attemptId of [...harness.executor.held.keys()]) harness.executor.finish(attemptId, success);
  expect((await ends(run)).state).toBe('success');
  expect(await attempts(run)).toEqual(DONE);
  expect(harness.executor.submitted).toHaveLength(3);
});
