import {
  type ApiError,
  createAssetEvent,
  createBackfill,
  deleteDagAssetQueuedEvents,
  getAsset,
  getAssetEvents,
  getAssets,
  getBackfill,
  getConfig,
  getConfigValue,
  getHealth,
  getJobs,
  getPluginImportErrors,
  getPlugins,
  getProviders,
  listBackfills,
  setAssetStateStore,
} from '@tradewind/contract';
import type { DagProcessorId, SchedulerId } from '@tradewind/model';
import { beatDagProcessor, endDagProcessor, endSchedulers, registerScheduler } from '@tradewind/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminCaller, createTestApi, type TestApi } from '../fixtures/test-api.ts';
import type { ConfigReport } from '../ports.ts';

let api: TestApi;

const config: ConfigReport = {
  exposure: 'non-sensitive-only',
  sections: [
    {
      name: 'core',
      options: [
        { key: 'dagsFolder', value: '/dags', source: 'default', isSecret: false },
        { key: 'secretKey', value: 'hunter2', source: 'TRADEWIND__CORE__SECRET_KEY', isSecret: true },
      ],
    },
    { name: 'api', options: [{ key: 'port', value: '8080', source: 'default', isSecret: false }] },
  ],
};

beforeAll(async () => {
  api = await createTestApi({ config });
});

afterAll(() => api.close());

async function refusal(call: Promise<unknown>): Promise<{ readonly status: number; readonly message: string }> {
  const { status, message } = (await call.catch((error: unknown) => error)) as ApiError;
  return { status, message };
}

test('the configuration is shown without its secrets, as JSON or as text', async () => {
  expect(await api.admin.call(getConfig)).toEqual({
    sections: [
      {
        name: 'core',
        options: [
          { key: 'dagsFolder', value: '/dags' },
          { key: 'secretKey', value: '< hidden >' },
        ],
      },
      { name: 'api', options: [{ key: 'port', value: '8080' }] },
    ],
  });
  const { sections } = await api.admin.call(getConfig, { query: { section: 'api', display_source: true } });
  expect(sections).toEqual([{ name: 'api', options: [{ key: 'port', value: ['8080', 'default'] }] }]);
  const text = await api.app.inject({
    url: '/api/v2/config',
    headers: { ...api.headersOf(adminCaller), accept: 'text/plain' },
  });
  expect(text.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(text.body).toBe('[core]\ndagsFolder = /dags\nsecretKey = < hidden >\n\n[api]\nport = 8080\n');
});

test('one option is found by our name and by the name in Airflow', async () => {
  for (const option of ['dagsFolder', 'dags_folder']) {
    const params = { section: 'core', option };
    expect(await api.admin.call(getConfigValue, { params })).toEqual({
      sections: [{ name: 'core', options: [{ key: 'dagsFolder', value: '/dags' }] }],
    });
  }
  const missing = api.admin.call(getConfigValue, { params: { section: 'core', option: 'colour' } });
  expect(await refusal(missing)).toMatchObject({ status: 404 });
  expect(await refusal(api.admin.call(getConfig, { query: { section: 'colour' } }))).toMatchObject({ status: 404 });
});

test('a configuration that is not to be shown is not', async () => {
  for (const given of [{ ...config, exposure: 'false' as const }, undefined]) {
    const closed = await createTestApi(given === undefined ? {} : { config: given });
    expect(await refusal(closed.admin.call(getConfig))).toMatchObject({
      status: 403,
      message: expect.stringContaining('api.exposeConfig'),
    });
    await closed.close();
  }
});

const scheduler = '019d0000-0000-7000-8000-000000000001' as SchedulerId;
const silent = '019d0000-0000-7000-8000-000000000002' as SchedulerId;
const processor = '019d0000-0000-7000-8000-000000000003' as DagProcessorId;
const place = { hostname: 'here', pid: 1 };

test('health says who is alive', async () => {
  const nobody = api.app.inject({ url: '/api/v2/monitor/health' });
  expect((await nobody).json()).toEqual({
    metadatabase: { status: 'healthy' },
    scheduler: { status: 'unhealthy', latest_scheduler_heartbeat: null },
    triggerer: { status: null, latest_triggerer_heartbeat: null },
    dag_processor: { status: 'unhealthy', latest_dag_processor_heartbeat: null },
  });
  await registerScheduler(api.database, { id: scheduler, ...place, leaseMs: 60_000 });
  await beatDagProcessor(api.database, { id: processor, bundleName: 'dags', ...place, leaseMs: 60_000 });
  expect(await api.admin.call(getHealth)).toMatchObject({
    scheduler: { status: 'healthy', latest_scheduler_heartbeat: expect.any(String) },
    dag_processor: { status: 'healthy', latest_dag_processor_heartbeat: expect.any(String) },
  });
});

test('jobs are the programs that run, that were stopped, and that are silent', async () => {
  await registerScheduler(api.database, { id: silent, hostname: 'there', pid: 2, leaseMs: -1 });
  await endDagProcessor(api.database, processor);
  await endSchedulers(api.database, []);
  const jobsOf = async (query: object) =>
    (await api.admin.call(getJobs, { query: { order_by: ['hostname', 'job_type'], ...query } })).jobs.map(
      ({ job_type: type, state, hostname }) => `${type} ${hostname} ${state}`,
    );
  const all = ['DagProcessorJob here success', 'SchedulerJob here running', 'SchedulerJob there failed'];
  expect(await jobsOf({})).toEqual(all);
  expect(await jobsOf({ is_alive: true })).toEqual([all[1]]);
  expect(await jobsOf({ job_type: 'SchedulerJob', job_state: 'failed' })).toEqual([all[2]]);
  expect(await jobsOf({ hostname: 'there' })).toEqual([all[2]]);
  expect(await jobsOf({ executor_class: 'LocalExecutor' })).toEqual([]);
  expect(await jobsOf({ start_date_gte: '2020-01-01T00:00:00Z', end_date_lt: '2020-01-01T00:00:00Z' })).toEqual([]);
  expect(await jobsOf({ order_by: ['-end_date'] })).toHaveLength(3);
  expect(await refusal(jobsOf({ order_by: ['pid'] }))).toMatchObject({ status: 400 });
  expect(await refusal(jobsOf({ start_date_gte: 'yesterday' }))).toMatchObject({ status: 422 });
});

test('what is still to come has empty lists, and no single one', async () => {
  expect(await api.admin.call(getProviders)).toMatchObject({ providers: [], total_entries: 0 });
  expect(await api.admin.call(getPlugins)).toMatchObject({ plugins: [], total_entries: 0 });
  expect(await api.admin.call(getPluginImportErrors)).toMatchObject({ import_errors: [], total_entries: 0 });
  expect(await api.admin.call(getAssets, { query: { name_pattern: 'x' } })).toMatchObject({ assets: [] });
  expect(await api.admin.call(getAssetEvents, { query: { order_by: ['-timestamp'] } })).toMatchObject({
    asset_events: [],
  });
  expect(await api.admin.call(listBackfills, { query: { dag_id: 'x' } })).toMatchObject({ backfills: [] });
  const params = { asset_id: 1 };
  expect(await refusal(api.admin.call(getAsset, { params }))).toMatchObject({ status: 404 });
  expect(await refusal(api.admin.call(createAssetEvent, { body: { asset_id: 1 } }))).toMatchObject({ status: 404 });
  expect(await refusal(api.admin.call(deleteDagAssetQueuedEvents, { params: { dag_id: 'x' } }))).toMatchObject({
    status: 404,
  });
  expect(
    await refusal(api.admin.call(setAssetStateStore, { params: { ...params, key: 'k' }, body: { value: 1 } })),
  ).toMatchObject({ status: 404 });
  expect(await refusal(api.admin.call(getBackfill, { params: { backfill_id: 1 } }))).toMatchObject({ status: 404 });
  const body = { dag_id: 'x', from_date: '2026-01-01T00:00:00Z', to_date: '2026-01-02T00:00:00Z' };
  expect(await refusal(api.admin.call(createBackfill, { body }))).toMatchObject({
    status: 400,
    message: expect.stringContaining('not there yet'),
  });
});

test('an empty body is none, also when it calls itself JSON', async () => {
  const headers = { ...api.headersOf(adminCaller), 'content-type': 'application/json' };
  const send = async (method: 'POST' | 'DELETE', url: string, payload = '') => {
    const { statusCode, body } = await api.app.inject({ method, url: `/api/v2${url}`, headers, payload });
    return { statusCode, body };
  };
  expect(await send('POST', '/assets/1/materialize')).toMatchObject({ statusCode: 404 });
  expect(await send('DELETE', '/assets/1/queuedEvents')).toMatchObject({ statusCode: 404 });
  expect(await send('POST', '/variables')).toMatchObject({ statusCode: 422 });
  expect(await send('POST', '/variables', '{"key"')).toMatchObject({ statusCode: 400 });
  expect(await send('POST', '/variables', '{"__proto__": 1}')).toMatchObject({ statusCode: 400 });
});

test('bad input is refused by field there as well', async () => {
  expect(await refusal(api.admin.call(getAssets, { query: { order_by: ['colour'] } }))).toMatchObject({ status: 400 });
  expect(await refusal(api.admin.call(getAsset, { params: { asset_id: 'one' as never } }))).toMatchObject({
    status: 422,
    message: expect.stringContaining('path.asset_id'),
  });
  expect(await refusal(api.admin.call(listBackfills, { query: {} as never }))).toMatchObject({
    status: 422,
    message: 'query.dag_id: Field required',
  });
});
