import {
  type ApiError,
  bulkConnections,
  createDefaultConnections,
  deleteConnection,
  enqueueConnectionTest,
  getConnection,
  getConnections,
  getConnectionTest,
  patchConnection,
  postConnection,
  testConnection,
} from '@tradewind/contract';
import { secretBox } from '@tradewind/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';
import { storedConnections } from './connection-deeds.ts';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});

afterAll(() => api.close());

async function refusal(call: Promise<unknown>): Promise<{ readonly status: number; readonly message: string }> {
  const { status, message } = (await call.catch((error: unknown) => error)) as ApiError;
  return { status, message };
}

const named = (id: string) => ({ params: { connection_id: id } });
/** With its secrets. */
const plain = (id: string) =>
  storedConnections({
    database: api.database,
    secrets: async () => secretBox(new Uint8Array(32).fill(1)),
  }).findStored(id);

const body = {
  connection_id: 'dwh',
  conn_type: 'postgres',
  host: 'db',
  port: 5432,
  login: 'etl',
  password: 'hunter2',
  schema: 'dwh',
  extra: '{"sslmode":"require","api_key":"hunter3"}',
};

test('a connection is created and never sent back in clear', async () => {
  const created = await api.admin.call(postConnection, { body });
  expect(created).toEqual({
    ...body,
    password: '***',
    extra: '{"sslmode":"require","api_key":"***"}',
    description: null,
    team_name: null,
    can: { edit: true, delete: true },
  });
  expect(await api.admin.call(getConnection, named('dwh'))).toEqual(created);
  expect((await api.admin.call(getConnections)).connections).toEqual([created]);
  expect(await plain('dwh')).toMatchObject({ password: 'hunter2', extra: body.extra });
});

test('what comes back hidden means what is stored', async () => {
  const seen = await api.admin.call(getConnection, named('dwh'));
  const { can: _, ...sent } = seen;
  await api.admin.call(patchConnection, { ...named('dwh'), body: { ...sent, host: 'db2' } });
  expect(await plain('dwh')).toMatchObject({ host: 'db2', password: 'hunter2', extra: body.extra });
  await api.admin.call(patchConnection, {
    ...named('dwh'),
    query: { update_mask: ['password', 'extra'] },
    body: { host: 'ignored', password: 'hunter4', extra: '{"api_key":"***","more":1}' },
  });
  expect(await plain('dwh')).toMatchObject({
    host: 'db2',
    password: 'hunter4',
    extra: '{"api_key":"hunter3","more":1}',
  });
  await api.admin.call(patchConnection, { ...named('dwh'), body: { password: null, extra: '' } });
  expect(await plain('dwh')).toMatchObject({ host: 'db2', password: null, extra: null });
});

test('nothing secret is on record', async () => {
  const events = await api.database.query({
    name: '',
    text: 'select event, before, after from audit_event order by id',
  });
  expect(JSON.stringify(events)).not.toContain('hunter');
  expect(events).toMatchObject([
    { event: 'post_connection', after: { host: 'db' } },
    { event: 'patch_connection', before: { host: 'db' }, after: { host: 'db2' } },
    { event: 'patch_connection', after: { password: 'changed', extra: 'changed' } },
    { event: 'patch_connection', after: { password: 'changed', extra: 'changed' } },
  ]);
});

test('text in the extra that is no JSON is hidden whole, and kept', async () => {
  await api.database.query({
    name: '',
    text: `insert into connection (connection_id, conn_type, extra) values ('old', 'x', 'key=hunter2')`,
  });
  expect(await api.admin.call(getConnection, named('old'))).toMatchObject({ extra: '***' });
  await api.admin.call(patchConnection, { ...named('old'), body: { extra: '***', host: 'h' } });
  expect(await plain('old')).toMatchObject({ extra: 'key=hunter2', host: 'h' });
});

test('what no key opens is not lost by the way', async () => {
  await api.admin.call(postConnection, { body: { ...body, connection_id: 'lost' } });
  await api.database.query({
    name: '',
    text: `update connection set password = 'tw1:00000000:AAAA' where connection_id = 'lost'`,
  });
  expect(await api.admin.call(getConnection, named('lost'))).toMatchObject({ password: null });
  expect(
    await refusal(api.admin.call(patchConnection, { ...named('lost'), body: { host: 'h', extra: '***' } })),
  ).toMatchObject({ status: 409 });
  await api.admin.call(patchConnection, { ...named('lost'), body: { password: 'new', extra: null } });
  expect(await plain('lost')).toMatchObject({ password: 'new', host: 'db', isReadable: true });
});

test('a list is filtered and ordered', async () => {
  const idsOf = async (query: object) =>
    (await api.admin.call(getConnections, { query })).connections.map(({ connection_id: id }) => id);
  expect(await idsOf({ connection_id_pattern: 'L%', order_by: ['-conn_id'] })).toEqual(['old', 'lost']);
  expect(await idsOf({ connection_id_prefix_pattern: 'd|o' })).toEqual(['dwh', 'old']);
  expect(await idsOf({ order_by: ['port', '-id'], limit: 2 })).toEqual(['lost', 'dwh']);
});

test('many at once, and one deleted', async () => {
  const answer = await api.admin.call(bulkConnections, {
    body: {
      actions: [
        { action: 'create', entities: [{ connection_id: 'one', conn_type: 'http' }, body] },
        { action: 'create', entities: [{ ...body, host: 'bulk' }], action_on_existence: 'overwrite' },
        { action: 'update', entities: [{ ...body, extra: '[]' }] },
        { action: 'delete', entities: ['old', { connection_id: 'lost' }] },
      ],
    },
  });
  expect(answer).toEqual({
    create: { success: ['dwh'], errors: [{ error: 'These connections exist already: "dwh".', status_code: 409 }] },
    update: { success: [], errors: [{ error: expect.stringContaining('body.extra'), status_code: 422 }] },
    delete: { success: ['old', 'lost'], errors: [] },
  });
  await api.admin.call(deleteConnection, named('dwh'));
  expect(await refusal(api.admin.call(deleteConnection, named('dwh')))).toMatchObject({ status: 404 });
});

test('what is wrong is refused by field', async () => {
  const fieldsOf = async (given: object) =>
    (await refusal(api.admin.call(postConnection, { body: { ...body, ...given } }))).message
      .split('\n')
      .map((line) => line.split(':')[0]);
  expect(await fieldsOf({ connection_id: 'a b', port: 99_999 })).toEqual(['body.connection_id', 'body.port']);
  expect(await fieldsOf({ extra: 'not JSON' })).toEqual(['body.extra']);
  expect(await fieldsOf({ extra: '3' })).toEqual(['body.extra']);
  expect(await refusal(api.admin.call(patchConnection, { ...named('none'), body: {} }))).toMatchObject({ status: 404 });
});

test('tests of connections are disabled, and there are no default connections', async () => {
  expect(await refusal(api.admin.call(testConnection, { body }))).toMatchObject({
    status: 403,
    message: expect.stringContaining('test_connection'),
  });
  expect(await refusal(api.admin.call(enqueueConnectionTest, { body }))).toMatchObject({ status: 403 });
  expect(await refusal(api.admin.call(getConnectionTest))).toMatchObject({ status: 404 });
  expect(await api.admin.call(createDefaultConnections)).toBeNull();
});
