import { type ApiError, getErrors, getTaskStats, getTimeBuckets } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import { makeDag, seedRun, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';
import { anonymous, type Caller } from '../identity/caller.ts';

let api: TestApi;
const NOW = Date.parse('2026-03-02T12:30:00Z');

const lost = (row: number) => ({
  name: 'RowError',
  message: `Row ${row} was lost`,
  code: null,
  stack: null,
  cause: null,
});

beforeAll(async () => {
  api = await createTestApi({ now: () => NOW });
  const { database } = api;
  const sales = await storeDag(database, makeDag('sales', [{ id: 'load' }, { id: 'send' }]));
  const stock = await storeDag(database, makeDag('stock', [{ id: 'count' }]));
  const hours = ['2026-03-02T10:05:00Z', '2026-03-02T10:55:00Z', '2026-03-02T12:00:00Z'];
  for (const [index, runAfter] of hours.entries()) {
    await seedRun(database, {
      dagId: 'sales',
      runId: `run_${index}`,
      versionId: sales,
      state: index === 1 ? 'failed' : 'success',
      runAfter,
      tasks: {
        load: { state: 'success', tookMs: 1000 * (index + 1), tryNumber: index + 1 },
        send: index === 1 ? { state: 'failed', error: lost(17) } : 'skipped',
      },
    });
  }
  await seedRun(database, {
    dagId: 'stock',
    runId: 'run_0',
    versionId: stock,
    state: 'failed',
    runAfter: '2026-03-02T11:00:00Z',
    tasks: { count: { state: 'failed', error: lost(4), mapped: ['failed', 'failed'] } },
  });
  await seedRun(database, {
    dagId: 'stock',
    runId: 'run_1',
    versionId: stock,
    state: 'failed',
    runAfter: '2026-03-02T11:30:00Z',
    tasks: { count: 'failed' },
  });
});

afterAll(() => api.close());

function readerOf(dagId: string): Caller {
  const rights = new Set(['can_read:DAGs', 'can_read:DAG Runs', 'can_read:Task Instances'] as const);
  return { ...anonymous, kind: 'person', name: 'reader', dagPermissions: new Map([[dagId as DagId, rights]]) };
}

async function statusOf(call: Promise<unknown>): Promise<number> {
  return ((await call.catch((error: unknown) => error)) as ApiError).status;
}

test('buckets say how many runs were in which state, also where there were none', async () => {
  const query = { from: '2026-03-02T10:30:00Z', to: '2026-03-02T13:00:00Z', dag_id: ['sales'], tasks: true };
  const { buckets } = await api.admin.call(getTimeBuckets, { query });
  expect(buckets).toEqual([
    {
      at: '2026-03-02T10:00:00.000Z',
      runs: { success: 1, failed: 1 },
      task_instances: { success: 2, failed: 1, skipped: 1 },
    },
    { at: '2026-03-02T11:00:00.000Z', runs: {}, task_instances: {} },
    { at: '2026-03-02T12:00:00.000Z', runs: { success: 1 }, task_instances: { success: 1, skipped: 1 } },
  ]);
});

test('without a span it is the last day, or the last thirty', async () => {
  const hours = await api.admin.call(getTimeBuckets, {});
  expect([hours.buckets.length, hours.to]).toEqual([25, '2026-03-02T12:30:00.000Z']);
  const days = await api.admin.call(getTimeBuckets, { query: { bucket: 'day' } });
  expect([days.buckets.length, days.buckets.at(-1)!.runs]).toEqual([31, { success: 2, failed: 3 }]);
});

test('the tasks of a DAG are measured over its last runs', async () => {
  const { tasks } = await api.admin.call(getTaskStats, { params: { dag_id: 'sales' } });
  expect(tasks).toMatchObject([
    {
      task_id: 'load',
      instances: 3,
      failure_rate: 0,
      duration: { p50: 2, p90: 2.8 },
      queue_time: { p50: 1 },
      tries_average: 2,
      tries_max: 3,
    },
    { task_id: 'send', failed: 1, skipped: 2, failure_rate: 1, duration: null },
  ]);
  const last = await api.admin.call(getTaskStats, { params: { dag_id: 'sales' }, query: { runs: 1 } });
  expect(last.tasks[0]).toMatchObject({ instances: 1, duration: { p50: 3 } });
  expect(last.tasks[1]).toMatchObject({ failure_rate: null, queue_time: null, tries_max: null });
});

test('failures that are the same one are put together', async () => {
  const { errors, failures, is_truncated } = await api.admin.call(getErrors, {});
  expect([failures, is_truncated, errors.length]).toEqual([4, false, 2]);
  expect(errors[0]).toMatchObject({
    name: 'RowError',
    message: 'Row <n> was lost',
    count: 3,
    dag_ids: ['sales', 'stock'],
    example: { dag_id: 'stock', dag_run_id: 'run_0', task_id: 'count', message: 'Row 4 was lost' },
    last_seen: '2026-03-02T11:00:02.000Z',
  });
  expect(errors[1]).toMatchObject({ name: 'Failed', message: 'without an error', count: 1 });
  const byAge = await api.admin.call(getErrors, { query: { order_by: ['-last_seen'], limit: 1 } });
  expect(byAge).toMatchObject({ errors: [{ name: 'Failed' }], total_entries: 2 });
  const later = await api.admin.call(getErrors, { query: { from: '2026-03-02T11:15:00Z' } });
  expect(later.errors.map(({ name }) => name)).toEqual(['Failed']);
});

test('only DAGs that the caller may read count', async () => {
  const reader = api.as(readerOf('sales'));
  const { errors } = await reader.call(getErrors, {});
  expect(errors).toMatchObject([{ count: 1, dag_ids: ['sales'] }]);
  const asked = await reader.call(getErrors, { query: { dag_id: ['stock'] } });
  expect(asked.errors).toEqual([]);
  const { buckets } = await reader.call(getTimeBuckets, { query: { bucket: 'day' } });
  expect(buckets.at(-1)!.runs).toEqual({ success: 2, failed: 1 });
  expect(await statusOf(reader.call(getTaskStats, { params: { dag_id: 'stock' } }))).toBe(403);
});

test('what is wrong is refused', async () => {
  const span = { from: '2026-03-03T00:00:00Z', to: '2026-03-02T00:00:00Z' };
  expect(await statusOf(api.admin.call(getTimeBuckets, { query: span }))).toBe(422);
  expect(await statusOf(api.admin.call(getTimeBuckets, { query: { from: '2020-01-01' } }))).toBe(422);
  expect(await statusOf(api.admin.call(getTimeBuckets, { query: { bucket: 'year' as never } }))).toBe(422);
  expect(await statusOf(api.admin.call(getErrors, { query: { order_by: ['colour'] } }))).toBe(400);
  expect(await statusOf(api.admin.call(getTaskStats, { params: { dag_id: 'nobody' } }))).toBe(404);
  expect(await statusOf(api.admin.call(getTaskStats, { params: { dag_id: 'sales' }, query: { runs: 0 } }))).toBe(422);
});
