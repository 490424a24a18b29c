import type { DagId, DagRunKey } from '@tradewind/model';
import { notifyWatchers } from '@tradewind/store';
import { createTestDatabase, makeDag, storeDag, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dagOperations } from './dag-operations.ts';
import { watchRun } from './watch-run.ts';

let testDatabase: TestDatabase;
let dagRunKey: DagRunKey;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await storeDag(testDatabase.database, makeDag('watched', [{ id: 'a' }]));
});

beforeEach(async () => {
  const dags = dagOperations({ database: testDatabase.database, now: Date.now, triggeredBy: 'cli', user: null });
  ({ dagRunKey } = await dags.trigger({ dagId: 'watched' as DagId, conf: {}, note: null }));
});

afterAll(async () => {
  await testDatabase.drop();
});

async function setState(state: string, finished: boolean): Promise<void> {
  await testDatabase.database.runScript(
    `update dag_run set state = '${state}', started_at = now(), finished_at = ${finished ? 'now()' : 'null'} where id = '${dagRunKey}'`,
  );
  await notifyWatchers(testDatabase.database, [dagRunKey]);
}

test('gives the run at once, then after each change, until it has finished', async () => {
  const states: string[] = [];
  for await (const { run, taskInstances } of watchRun(testDatabase.database, dagRunKey, new AbortController().signal)) {
    states.push(run.state);
    expect(taskInstances).toHaveLength(1);
    if (run.state === 'queued') await setState('running', false);
    else await setState('success', true);
  }
  expect(states).toEqual(['queued', 'running', 'success']);
});

test('a change between the first look and the wait is not lost', async () => {
  const watching = watchRun(testDatabase.database, dagRunKey, new AbortController().signal);
  expect((await watching.next()).value?.run.state).toBe('queued');
  await setState('failed', true);
  const startedAt = performance.now();
  expect((await watching.next()).value?.run.state).toBe('failed');
  // The safety poll would take two seconds.
  expect(performance.now() - startedAt).toBeLessThan(1500);
  expect((await watching.next()).done).toBe(true);
});

test('ends when it is aborted, and when the run is deleted', async () => {
  const abort = new AbortController();
  const aborted = watchRun(testDatabase.database, dagRunKey, abort.signal);
  await aborted.next();
  const last = aborted.next();
  abort.abort();
  expect((await last).done).toBe(true);

  const deleted = watchRun(testDatabase.database, dagRunKey, new AbortController().signal);
  await deleted.next();
  await testDatabase.database.runScript(`delete from dag_run where id = '${dagRunKey}'`);
  await notifyWatchers(testDatabase.database, [dagRunKey]);
  expect((await deleted.next()).done).toBe(true);
});
