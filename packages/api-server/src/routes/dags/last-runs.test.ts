import type { DagId, DagRunKey } from '@tradewind/model';
import { deleteDagRuns, notifySchedulers, notifyWatchers, type Wake } from '@tradewind/store';
import { createTestDatabase, makeDag, storeDag, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChangeFeed, type FeedChange } from '../../events/change-feed.ts';
import { LastRuns } from './last-runs.ts';

let testing: TestDatabase;
let changes: ChangeFeed;
let lastRuns: LastRuns;
let clock = Date.parse('2026-03-01T00:00:00Z');

beforeAll(async () => {
  testing = await createTestDatabase();
  changes = new ChangeFeed(testing.database);
  lastRuns = new LastRuns({ database: testing.database, changes, now: () => clock });
  for (const id of ['sales', 'stock']) await storeDag(testing.database, makeDag(id, [{ id: 'load' }]));
  await addRun('sales', 'success', '2026-01-01T00:00:00Z');
});

afterAll(async () => {
  await changes.close();
  await testing.drop();
});

async function addRun(dagId: string, state: string, startedAt: string): Promise<DagRunKey> {
  const [row] = await testing.database.query<{ id: DagRunKey }>(
    {
      name: '',
      text: `insert into dag_run (id, dag_id, run_id, state, run_type, triggered_by, dag_version_id, run_after, started_at, finished_at)
        select gen_random_uuid(), dag_id, $3::text, $2, 'manual', 'test', current_version_id, $3::timestamptz, $3::timestamptz,
          case when $2 in ('success', 'failed') then $3::timestamptz end from dag where dag_id = $1 returning id`,
    },
    [dagId, state, startedAt],
  );
  return row!.id;
}

/** Does something, and waits until whoever subscribed before has heard of it. */
async function heard(work: () => Promise<unknown>): Promise<FeedChange> {
  const { promise, resolve } = Promise.withResolvers<FeedChange>();
  const stop = changes.subscribe(resolve);
  await changes.isListening();
  await work();
  const change = await promise;
  stop();
  return change;
}

const wake = (one: Wake) => notifySchedulers(testing.database, one);

test('the last run of a DAG follows what is told', async () => {
  expect(await lastRuns.matching({ states: ['success', 'running'] })).toEqual(['sales']);
  const run = await addRun('sales', 'running', '2026-01-02T00:00:00Z');
  await heard(() => notifyWatchers(testing.database, [run]));
  expect(await lastRuns.matching({ states: ['success'] })).toEqual([]);
  expect(await lastRuns.matching({ states: ['running'] })).toEqual(['sales']);
  await heard(async () => {
    await deleteDagRuns(testing.database, [run]);
    await wake({ kind: 'run', runs: [run] });
  });
  expect(await lastRuns.matching({ states: ['success'] })).toEqual(['sales']);
});

test('instants are compared, and a DAG without a run is within no range', async () => {
  const at = Date.parse('2026-01-01T00:00:00Z');
  expect(await lastRuns.matching({ startedAt: { gte: at } })).toEqual(['sales']);
  expect(await lastRuns.matching({ startedAt: { gt: at } })).toEqual([]);
  expect(await lastRuns.matching({ finishedAt: { lte: at } })).toEqual(['sales']);
  expect((await lastRuns.matching({})).toSorted()).toEqual(['sales', 'stock']);
});

test('DAGs that come and go are heard of, and everything is read again when nobody knows what changed', async () => {
  await storeDag(testing.database, makeDag('new', [{ id: 'load' }]));
  await heard(() => wake({ kind: 'dag', dagIds: ['new' as DagId] }));
  expect(await lastRuns.matching({})).toContain('new');
  await testing.database.query({ name: '', text: `delete from dag where dag_id = 'new'` });
  await heard(() => wake({ kind: 'dag', dagIds: ['new' as DagId] }));
  expect(await lastRuns.matching({})).not.toContain('new');
  await addRun('stock', 'queued', '2026-01-03T00:00:00Z');
  await heard(() => wake({ kind: 'run' }));
  expect(await lastRuns.matching({ states: ['queued'] })).toEqual(['stock']);
});

test('what was not told is noticed after a minute', async () => {
  await addRun('stock', 'failed', '2026-01-04T00:00:00Z');
  expect(await lastRuns.matching({ states: ['failed'] })).toEqual([]);
  clock += 61_000;
  expect(await lastRuns.matching({ states: ['failed'] })).toEqual(['stock']);
});
