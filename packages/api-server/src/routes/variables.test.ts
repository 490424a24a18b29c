import {
  type ApiError,
  bulkVariables,
  deleteVariable,
  getVariable,
  getVariables,
  patchVariable,
  postVariable,
} from '@tradewind/contract';
import { secretBox } from '@tradewind/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminCaller, createTestApi, type TestApi } from '../fixtures/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});

afterAll(() => api.close());

async function refusal(call: Promise<unknown>): Promise<{ readonly status: number; readonly message: string }> {
  const { status, message } = (await call.catch((error: unknown) => error)) as ApiError;
  return { status, message };
}

const named = (key: string) => ({ params: { variable_key: key } });
const shownValue = async (key: string) => (await api.admin.call(getVariable, named(key))).value;

async function stored(): Promise<string> {
  const rows = await api.database.query({
    name: '',
    text: `select to_jsonb(v) as row from variable v union all select to_jsonb(a) from audit_event a`,
  });
  return JSON.stringify(rows);
}

test('a variable is created, changed and deleted, and each is on record without its value', async () => {
  const body = { key: 'region', value: 'eu-west-1', description: 'Where' };
  expect(await api.admin.call(postVariable, { body })).toMatchObject({ ...body, is_encrypted: true });
  expect(await refusal(api.admin.call(postVariable, { body }))).toMatchObject({ status: 409 });
  const changed = await api.admin.call(patchVariable, {
    ...named('region'),
    query: { update_mask: ['value'] },
    body: { key: 'region', value: 'eu-east-9', description: 'ignored' },
  });
  expect(changed).toMatchObject({ value: 'eu-east-9', description: 'Where', can: { edit: true, delete: true } });
  await api.admin.call(patchVariable, { ...named('region'), body: { description: null } });
  expect(await api.admin.call(getVariable, named('region'))).toMatchObject({ value: 'eu-east-9', description: null });
  await api.admin.call(deleteVariable, named('region'));
  expect(await refusal(api.admin.call(getVariable, named('region')))).toMatchObject({ status: 404 });
  expect(await stored()).not.toMatch(/eu-(west|east)/);
  const events = await api.database.query({ name: '', text: 'select event, after from audit_event order by id' });
  expect(events).toEqual([
    { event: 'post_variable', after: { key: 'region', description: 'Where' } },
    { event: 'patch_variable', after: { description: 'Where', value: 'changed' } },
    { event: 'patch_variable', after: { description: null } },
    { event: 'delete_variable', after: null },
  ]);
});

test('what looks secret is hidden, and means what is stored when it comes back', async () => {
  await api.admin.call(postVariable, { body: { key: 'smtp_password', value: 'hunter2' } });
  expect(await shownValue('smtp_password')).toBe('***');
  await api.admin.call(patchVariable, { ...named('smtp_password'), body: { value: '***', description: 'mail' } });
  const value = { host: 'db', login: { password: 'hunter2' } };
  const created = await api.admin.call(postVariable, { body: { key: 'dwh', value } });
  expect(JSON.parse(created.value!)).toEqual({ host: 'db', login: { password: '***' } });
  await api.admin.call(patchVariable, {
    ...named('dwh'),
    body: { value: { host: 'other', login: { password: '***' } } },
  });
  const rows = await api.database.query<{ key: string; value: string }>({ name: '', text: 'select * from variable' });
  const box = secretBox(new Uint8Array(32).fill(1));
  const plain = Object.fromEntries(rows.map((row) => [row.key, box.open(row.value, `variable:${row.key}`)]));
  expect(plain).toEqual({
    smtp_password: 'hunter2',
    dwh: JSON.stringify({ host: 'other', login: { password: 'hunter2' } }),
  });
  expect(await stored()).not.toContain('hunter2');
});

test('a value that is no text is kept as its JSON', async () => {
  for (const [value, text] of [
    [3, '3'],
    [null, 'null'],
    [['a'], '["a"]'],
    ['', ''],
  ]) {
    const { value: answered } = await api.admin.call(postVariable, { body: { key: `as_${text}`, value } });
    expect(answered).toBe(text);
  }
});

test('a value that no key opens does not hide the others', async () => {
  await api.admin.call(postVariable, { body: { key: 'lost', value: 'x' } });
  await api.database.query({ name: '', text: `update variable set value = 'tw1:00000000:AAAA' where key = 'lost'` });
  const { variables } = await api.admin.call(getVariables, { query: { variable_key_pattern: 'lost|dwh' } });
  expect(variables.map(({ key, value }) => [key, value === null])).toEqual([
    ['dwh', false],
    ['lost', true],
  ]);
  await api.admin.call(patchVariable, { ...named('lost'), body: { value: 'found' } });
  expect(await shownValue('lost')).toBe('found');
});

test('a list is filtered and ordered', async () => {
  for (const key of ['list_a', 'list_b', 'other_list']) {
    await api.admin.call(postVariable, { body: { key, value: key, description: `of ${key}` } });
  }
  const keysOf = async (query: object) =>
    (await api.admin.call(getVariables, { query })).variables.map(({ key }) => key);
  expect(await keysOf({ variable_key_prefix_pattern: 'list_', order_by: ['-key'] })).toEqual(['list_b', 'list_a']);
  expect(await keysOf({ variable_key_pattern: 'LIST', limit: 1, offset: 2 })).toEqual(['other_list']);
  expect(await keysOf({ variable_key_pattern: 'list', order_by: ['-description'], limit: 1 })).toEqual(['other_list']);
});

test('many at once', async () => {
  const answer = await api.admin.call(bulkVariables, {
    body: {
      actions: [
        { action: 'create', entities: [{ key: 'bulk', value: 1 }], action_on_existence: 'overwrite' },
        { action: 'create', entities: [{ key: 'bulk', value: 2 }], action_on_existence: 'overwrite' },
        { action: 'update', entities: [{ key: 'bulk', value: 3, description: 'x' }], update_mask: ['description'] },
        { action: 'delete', entities: ['list_a', { key: 'list_b' }] },
      ],
    },
  });
  expect(answer).toEqual({
    create: { success: ['bulk', 'bulk'], errors: [] },
    update: { success: ['bulk'], errors: [] },
    delete: { success: ['list_a', 'list_b'], errors: [] },
  });
  expect(await api.admin.call(getVariable, named('bulk'))).toMatchObject({ value: '2', description: 'x' });
});

test('what is wrong is refused by field', async () => {
  const wrong = { key: ' ', description: 3, colour: 'red' } as never;
  const { status, message } = await refusal(api.admin.call(postVariable, { body: wrong }));
  expect(status).toBe(422);
  expect(message.split('\n').map((line) => line.split(':')[0])).toEqual([
    'body.value',
    'body.colour',
    'body.key',
    'body.description',
  ]);
  expect(await refusal(api.admin.call(getVariables, { query: { order_by: ['value'] } }))).toMatchObject({
    status: 400,
  });
  expect(
    await refusal(api.admin.call(patchVariable, { ...named('dwh'), body: { key: 'else', value: '' } })),
  ).toMatchObject({ status: 400, message: expect.stringContaining('cannot be renamed') });
  expect(await refusal(api.admin.call(patchVariable, { ...named('none'), body: { value: '' } }))).toMatchObject({
    status: 404,
  });
  expect(await refusal(api.admin.call(deleteVariable, named('none')))).toMatchObject({ status: 404 });
  expect(await refusal(api.admin.call(postVariable, { body: { key: 'a\u0000b', value: '' } }))).toMatchObject({
    status: 422,
    message: expect.stringContaining('NUL'),
  });
});

test('who may only read changes nothing, and sees that', async () => {
  const reader = api.as({ ...adminCaller, permissions: new Set(['can_read:Variables']) });
  expect((await reader.call(getVariable, named('dwh'))).can).toEqual({ edit: false, delete: false });
  expect(await refusal(reader.call(deleteVariable, named('dwh')))).toMatchObject({ status: 403 });
  expect(await refusal(reader.call(bulkVariables, { body: { actions: [] } }))).toMatchObject({ status: 403 });
});
