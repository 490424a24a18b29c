import {
  type ApiError,
  createXComEntry,
  deleteXComEntry,
  getXComEntries,
  getXComEntry,
  updateXComEntry,
  XCOM_ORDER_NAMES,
} from '@tradewind/contract';
import { encodeValue } from '@tradewind/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StoredRun, storeRun } from '../../fixtures/stored-run.ts';
import { createTestApi, type TestApi } from '../../fixtures/test-api.ts';

let api: TestApi;
let run: StoredRun;
beforeAll(async () => {
  api = await createTestApi();
  run = await storeRun(api, [{ id: 'a', displayName: 'First' }, { id: 'b' }], {
    state: 'success',
    logicalDate: '2026-03-02T00:00:00Z',
  });
});
afterAll(() => api.close());

async function refusal(call: Promise<unknown>): Promise<{ readonly status: number; readonly message: string }> {
  const { status, message } = (await call.catch((error: unknown) => error)) as ApiError;
  return { status, message };
}

const task = () => ({ ...run.params, task_id: 'a' });
const entry = (xcom_key: string) => ({ params: { ...task(), xcom_key } });

test('a value is created, read, changed and deleted', async () => {
  const value = { rows: [1, null, 'x'] };
  const created = await api.admin.call(createXComEntry, { params: task(), body: { key: 'mine', value } });
  expect(created).toMatchObject({ key: 'mine', value, task_display_name: 'First', map_index: -1, can: { edit: true } });
  expect(await api.admin.call(getXComEntry, entry('mine'))).toEqual(created);
  const twice = api.admin.call(createXComEntry, { params: task(), body: { key: 'mine', value } });
  expect(await refusal(twice)).toMatchObject({ status: 409 });
  expect(await api.admin.call(updateXComEntry, { ...entry('mine'), body: { value: 5 } })).toMatchObject({ value: 5 });
  await api.admin.call(deleteXComEntry, entry('mine'));
  expect(await refusal(api.admin.call(getXComEntry, entry('mine')))).toMatchObject({ status: 404 });
  expect(await refusal(api.admin.call(deleteXComEntry, entry('mine')))).toMatchObject({ status: 404 });
  expect(await refusal(api.admin.call(updateXComEntry, { ...entry('mine'), body: { value: 5 } }))).toMatchObject({
    status: 404,
  });
  const events = await api.database.query({
    name: '',
    text: `select event, extra from audit_event where extra = 'mine' order by id`,
  });
  expect(events).toEqual(
    ['create_xcom_entry', 'update_xcom_entry', 'delete_xcom_entry'].map((event) => ({ event, extra: 'mine' })),
  );
});

test('what JSON lacks is told in JSON', async () => {
  const value = {
    at: new Date(0),
    big: 12n,
    set: new Set([1]),
    map: new Map([['k', undefined]]),
    bytes: new Uint8Array([1]),
    no: Number.NaN,
  };
  const text = encodeValue(value);
  await api.database.query(
    {
      name: '',
      text: `insert into xcom (dag_run_id, task_id, map_index, key, value) values ($1, 'a', -1, 'tagged', $2)`,
    },
    [run.key, text],
  );
  const plain = { at: '1970-01-01T00:00:00.000Z', big: '12', set: [1], map: { k: null }, bytes: 'AQ==', no: 'NaN' };
  expect((await api.admin.call(getXComEntry, entry('tagged'))).value).toEqual(plain);
  const read = async (query: object) => (await api.admin.call(getXComEntry, { ...entry('tagged'), query })).value;
  expect(await read({ deserialize: true })).toEqual(plain);
  expect(await read({ stringify: true })).toBe(text);
  expect(await read({ stringify: true, deserialize: true })).toBe(JSON.stringify(plain));
});

test('lists filter, order and page', async () => {
  for (const key of ['k1', 'k2', 'k3'])
    await api.admin.call(createXComEntry, { params: { ...run.params, task_id: 'b' }, body: { key, value: key } });
  const everything = { dag_id: '~', dag_run_id: '~', task_id: '~' };
  const keys = async (query: object, params = everything) =>
    (await api.admin.call(getXComEntries, { params, query })).xcom_entries.map(({ key }) => key);
  expect(await keys({}, { ...run.params, task_id: 'b' })).toEqual(['k1', 'k2', 'k3']);
  expect(await keys({ xcom_key: 'k2' })).toEqual(['k2']);
  expect(await keys({ xcom_key_pattern: 'K|nothing', map_index: -1 })).toHaveLength(3);
  expect(await keys({ xcom_key_prefix_pattern: 'k', map_index_filter: 4 })).toEqual([]);
  expect(await keys({ task_id_pattern: 'B', run_id_pattern: run.runId, dag_display_name_pattern: 'dag' })).toHaveLength(
    3,
  );
  expect(
    await keys({ task_id_prefix_pattern: 'b', run_id_prefix_pattern: 'run', dag_display_name_prefix_pattern: 'dag' }),
  ).toHaveLength(3);
  expect(await keys({ logical_date_gt: '2026-03-02T00:00:00Z' })).toEqual([]);
  expect(await keys({ run_after_gte: '2000-01-01', task_id_pattern: 'b' })).toHaveLength(3);
  for (const order of XCOM_ORDER_NAMES.flatMap((name) => [name, `-${name}`])) {
    const first = await api.admin.call(getXComEntries, {
      params: everything,
      query: { limit: 2, order_by: [order], cursor: '' },
    });
    const second = await api.admin.call(getXComEntries, {
      params: everything,
      query: { limit: 2, order_by: [order], cursor: first.next_cursor! },
    });
    const seen = [...first.xcom_entries, ...second.xcom_entries].map(({ task_id, key }) => `${task_id} ${key}`);
    expect(new Set(seen).size, order).toBe(4);
  }
});

test('what is wrong is refused', async () => {
  const create = (body: object, task_id = 'a') =>
    refusal(api.admin.call(createXComEntry, { params: { ...run.params, task_id }, body: body as never }));
  expect(await create({ key: 'k' })).toMatchObject({ status: 422, message: expect.stringContaining('body.value') });
  expect(await create({ key: ' ', value: 1 })).toMatchObject({
    status: 422,
    message: expect.stringContaining('body.key'),
  });
  expect(await create({ key: 'k', value: 1, map_index: -2 })).toMatchObject({ status: 422 });
  expect(await create({ key: 'k', value: 1 }, 'nothing')).toMatchObject({ status: 404 });
  const list = (query: object, path: object = {}) =>
    refusal(api.admin.call(getXComEntries, { params: { ...task(), ...path }, query }));
  expect(await list({ order_by: ['value'] })).toMatchObject({ status: 400 });
  expect(await list({ map_index: -3 })).toMatchObject({ status: 422 });
  expect(await list({}, { dag_run_id: 'nowhere' })).toMatchObject({ status: 404 });
});
