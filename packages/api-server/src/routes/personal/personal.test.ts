import {
  deleteAcknowledgement,
  deleteSavedView,
  getAcknowledgements,
  getPreferences,
  getSavedView,
  getSavedViews,
  patchPreferences,
  patchSavedView,
  postAcknowledgement,
  postSavedView,
  putPreferences,
} from '@tradewind/contract';
import type { DagId, UserId } from '@tradewind/model';
import { makeDag, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf } from '../../fixtures/dag-caller.ts';
import { refusal } from '../../fixtures/refusal.ts';
import { adminCaller, createTestApi, type TestApi } from '../../fixtures/test-api.ts';

const ANN = '01900000-0000-7000-8000-000000000001' as UserId;

let api: TestApi;
let ann: ReturnType<TestApi['as']>;

beforeAll(async () => {
  api = await createTestApi({ now: () => Date.parse('2026-03-01T12:00:00Z') });
  await api.database.query({ name: '', text: `insert into user_account (id, username) values ($1, 'ann')` }, [ANN]);
  ann = api.as({ ...adminCaller, name: 'ann', userId: ANN });
  await storeDag(api.database, makeDag('sales', [{ id: 'load' }]));
});

afterAll(() => api.close());

async function newEvents(work: () => Promise<unknown>): Promise<readonly string[]> {
  const count = `select coalesce(max(id), 0)::int8 as id from audit_event`;
  const [last] = await api.database.query<{ id: number }>({ name: '', text: count });
  await work();
  const text = 'select event from audit_event where id > $1 order by id';
  return (await api.database.query<{ event: string }>({ name: '', text }, [last!.id])).map(({ event }) => event);
}

describe('saved views', () => {
  const definition = { query: 'state:failed', sort: ['-start_date'], columns: ['name'], grouping: null };

  test('are kept for their person until they are shared', async () => {
    const body = { page: 'dags', name: 'Failing', definition };
    const mine = await ann.call(postSavedView, { body: { ...body, is_default: true } });
    expect(mine).toMatchObject({ ...body, user: 'ann', is_mine: true, is_default: true, can: { edit: true } });
    const call = { params: { saved_view_id: mine.id } };
    expect(await refusal(api.admin.call(getSavedView, call))).toMatchObject({ status: 404 });
    await ann.call(patchSavedView, { ...call, body: { is_shared: true, name: 'All that fail' } });
    const seen = await api.admin.call(getSavedView, call);
    expect(seen).toMatchObject({ name: 'All that fail', is_mine: false, is_default: false, can: { edit: false } });
    expect((await api.admin.call(getSavedViews, { query: { page: 'runs' } })).total_entries).toBe(0);
    await ann.call(deleteSavedView, call);
    expect(await refusal(ann.call(getSavedView, call))).toMatchObject({ status: 404 });
  });

  test('of others can be opened with, not changed', async () => {
    const body = { page: 'runs', name: 'Shared', is_shared: true, definition };
    const { id } = await ann.call(postSavedView, { body });
    const call = { params: { saved_view_id: id } };
    expect(await api.admin.call(patchSavedView, { ...call, body: { is_default: true } })).toMatchObject({
      is_default: true,
    });
    expect(await api.admin.call(patchSavedView, { ...call, body: { is_default: false } })).toMatchObject({
      is_default: false,
    });
    const change = api.admin.call(patchSavedView, { ...call, body: { name: 'Mine' } });
    expect(await refusal(change)).toMatchObject({ status: 403 });
    expect(await refusal(api.admin.call(deleteSavedView, call))).toMatchObject({ status: 403 });
  });

  test('have names of their own, and are on record', async () => {
    const body = { page: 'tasks', name: 'Twice', definition };
    const events = await newEvents(() => api.admin.call(postSavedView, { body }));
    expect(events).toEqual(['post_saved_view']);
    expect(await refusal(api.admin.call(postSavedView, { body }))).toMatchObject({ status: 409 });
    await ann.call(postSavedView, { body });
    const dry = await newEvents(() =>
      api.admin.call(postSavedView, { body: { ...body, name: 'Dry' }, query: { dry_run: true } }),
    );
    expect(dry).toEqual([]);
    expect((await api.admin.call(getSavedViews, { query: { page: 'tasks' } })).total_entries).toBe(1);
  });

  test('that make no sense are refused by field', async () => {
    const body = { page: 'DAGs!', name: ' ', definition: [] as never };
    const { status, message } = await refusal(api.admin.call(postSavedView, { body }));
    expect(status).toBe(422);
    expect(message.split('\n').map((line) => line.split(':')[0])).toEqual([
      'body.page',
      'body.name',
      'body.definition',
    ]);
    const large = { page: 'dags', name: 'Large', definition: { text: 'x'.repeat(70_000) } };
    expect(await refusal(api.admin.call(postSavedView, { body: large }))).toMatchObject({ status: 422 });
    const wrong = { params: { saved_view_id: 'x' } };
    expect(await refusal(api.admin.call(getSavedView, wrong))).toMatchObject({ status: 422 });
  });
});

describe('preferences', () => {
  test('are changed one by one, or all at once, for one person', async () => {
    await api.admin.call(patchPreferences, { body: { preferences: { theme: 'dark', 'page.size': 50 } } });
    const patch = { preferences: { theme: null, landing: '/dags' } };
    expect(await api.admin.call(patchPreferences, { body: patch })).toEqual({
      preferences: { 'page.size': 50, landing: '/dags' },
    });
    expect(await ann.call(getPreferences)).toEqual({ preferences: {} });
    const put = { body: { preferences: { theme: 'light' } } };
    expect(await newEvents(() => api.admin.call(putPreferences, put))).toEqual(['put_preferences']);
    expect(await api.admin.call(getPreferences)).toEqual(put.body);
  });

  test('have keys that are words, and a limit', async () => {
    const wrong = { body: { preferences: { 'no key': 1 } } };
    expect(await refusal(api.admin.call(patchPreferences, wrong))).toMatchObject({ status: 422 });
    const large = { body: { preferences: { text: 'x'.repeat(70_000) } } };
    expect(await refusal(api.admin.call(patchPreferences, large))).toMatchObject({ status: 422 });
    expect(await api.admin.call(getPreferences)).toEqual({ preferences: { theme: 'light' } });
  });
});

describe('acknowledgements', () => {
  const body = { kind: 'failure', subject: 'abc', dag_id: 'sales', note: 'I am on it' } as const;

  test('are seen by all who may read the DAG, and taken back by whoever said them', async () => {
    const said = await ann.call(postAcknowledgement, { body });
    expect(said).toMatchObject({ ...body, user: 'ann', is_mine: true, can: { delete: true } });
    const again = { ...body, note: 'Done', snoozed_until: '2026-03-02T00:00:00Z' };
    const changed = await ann.call(postAcknowledgement, { body: again });
    expect(changed).toMatchObject({ id: said.id, note: 'Done', snoozed_until: '2026-03-02T00:00:00.000Z' });
    const others = await api.admin.call(getAcknowledgements, { query: { subject: ['abc'], snoozed: true } });
    expect(others).toMatchObject({ total_entries: 1, acknowledgements: [{ is_mine: false, can: { delete: false } }] });
    expect((await api.admin.call(getAcknowledgements, { query: { mine: true } })).total_entries).toBe(0);
    expect((await api.as(callerOf('other')).call(getAcknowledgements)).total_entries).toBe(0);
    expect((await api.as(callerOf('sales')).call(getAcknowledgements)).total_entries).toBe(1);
    const call = { params: { acknowledgement_id: said.id } };
    expect(await refusal(api.admin.call(deleteAcknowledgement, call))).toMatchObject({ status: 403 });
    expect(await newEvents(() => ann.call(deleteAcknowledgement, call))).toEqual(['delete_acknowledgement']);
    expect(await refusal(ann.call(deleteAcknowledgement, call))).toMatchObject({ status: 404 });
  });

  test('of nothing, or of a DAG that is not open, are refused', async () => {
    const wrong = { kind: 'mood', subject: '' } as never;
    expect(await refusal(ann.call(postAcknowledgement, { body: wrong }))).toMatchObject({ status: 422 });
    const hidden = api.as(callerOf('other')).call(postAcknowledgement, { body });
    expect(await refusal(hidden)).toMatchObject({ status: 422, message: expect.stringContaining('body.dag_id') });
    const gone = ann.call(postAcknowledgement, { body: { ...body, dag_id: 'none' as DagId } });
    expect(await refusal(gone)).toMatchObject({ status: 404 });
  });
});

test('what a user kept goes with the user', async () => {
  const count = { name: '', text: `select count(*)::int as count from saved_view where user_id = $1` };
  expect(await api.database.query(count, [ANN])).not.toEqual([{ count: 0 }]);
  await api.database.query({ name: '', text: 'delete from user_account where id = $1' }, [ANN]);
  expect(await api.database.query(count, [ANN])).toEqual([{ count: 0 }]);
});
