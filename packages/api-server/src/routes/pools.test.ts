import { type ApiError, deletePool, getPool, getPools, patchPool, postPool } from '@tradewind/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});

afterAll(() => api.close());

async function refusal(call: Promise<unknown>): Promise<{ readonly status: number; readonly message: string }> {
  const { status, message } = (await call.catch((error: unknown) => error)) as ApiError;
  return { status, message };
}

test('a pool is created, changed and deleted, and each is on record', async () => {
  const created = await api.admin.call(postPool, { body: { name: 'dwh', slots: 4, description: 'Warehouse' } });
  expect(created).toMatchObject({ name: 'dwh', slots: 4, open_slots: 4, can: { edit: true } });
  const body = { slots: 2, description: 'ignored' };
  const changed = await api.admin.call(patchPool, {
    params: { pool_name: 'dwh' },
    query: { update_mask: ['slots'] },
    body,
  });
  expect(changed).toMatchObject({ slots: 2, description: 'Warehouse' });
  await api.admin.call(deletePool, { params: { pool_name: 'dwh' } });
  expect(await refusal(api.admin.call(getPool, { params: { pool_name: 'dwh' } }))).toMatchObject({ status: 404 });
  const events = await api.database.query({ name: '', text: 'select event, owner from audit_event order by id' });
  expect(events).toEqual(['post_pool', 'patch_pool', 'delete_pool'].map((event) => ({ event, owner: 'admin' })));
});

test('a dry run answers what would be, and keeps nothing', async () => {
  const body = { name: 'dry', slots: 1 };
  expect(await api.admin.call(postPool, { query: { dry_run: true }, body })).toMatchObject(body);
  expect(await refusal(api.admin.call(getPool, { params: { pool_name: 'dry' } }))).toMatchObject({ status: 404 });
});

test('what is wrong is refused by field', async () => {
  const wrong = { name: ' ', slots: -2, colour: 'red' } as never;
  const { status, message } = await refusal(api.admin.call(postPool, { body: wrong }));
  expect(status).toBe(422);
  expect(message.split('\n').map((line) => line.split(':')[0])).toEqual(['body.colour', 'body.name', 'body.slots']);
  expect(await refusal(api.admin.call(getPools, { query: { order_by: ['colour'] } }))).toMatchObject({
    status: 400,
    message: expect.stringContaining('name, pool, slots'),
  });
  expect(await refusal(api.admin.call(getPools, { query: { cursor: 'nonsense' } }))).toMatchObject({ status: 422 });
});

test('the default pool stays', async () => {
  expect(await refusal(api.admin.call(deletePool, { params: { pool_name: 'default_pool' } }))).toMatchObject({
    status: 400,
  });
});

test('pages by cursor show each pool once, forwards and backwards', async () => {
  for (let index = 0; index < 7; index += 1) {
    await api.admin.call(postPool, { body: { name: `page_${index}`, slots: index % 2 } });
  }
  const query = { limit: 3, order_by: ['-slots'], pool_name_pattern: 'page_%' };
  const names: string[][] = [];
  let cursor: string | null | undefined = '';
  let last: string | null | undefined;
  while (typeof cursor === 'string') {
    const page: Awaited<ReturnType<typeof listed>> = await listed({ ...query, cursor });
    expect(page.total_entries).toBe(7);
    names.push(page.pools.map(({ name }) => name));
    [last, cursor] = [page.previous_cursor, page.next_cursor];
  }
  expect(names.map((page) => page.length)).toEqual([3, 3, 1]);
  expect(new Set(names.flat()).size).toBe(7);
  const back = await listed({ ...query, cursor: last! });
  expect(back.pools.map(({ name }) => name)).toEqual(names[1]);
});

function listed(query: { limit: number; order_by: string[]; cursor: string }) {
  return api.admin.call(getPools, { query });
}
