import { bulkPools, type CallOptions, getPools } from '@tradewind/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});

afterAll(() => api.close());

const bulk = (body: CallOptions<typeof bulkPools>['body'], query = {}) => api.admin.call(bulkPools, { body, query });
const names = async () => (await api.admin.call(getPools)).pools.map(({ name }) => name);
const pool = (name: string, slots = 1) => ({ name, slots });

test('every action answers for itself, whole or not at all', async () => {
  const answer = await bulk({
    actions: [
      { action: 'create', entities: [pool('a'), pool('b')] },
      { action: 'create', entities: [pool('c'), pool('b')] },
      { action: 'update', entities: [pool('a', 5)], update_mask: ['slots'] },
      { action: 'update', entities: [pool('b', 5), pool('none')] },
      { action: 'delete', entities: ['default_pool', 'b'] },
    ],
  });
  expect(answer).toEqual({
    create: { success: ['a', 'b'], errors: [{ error: 'These pools exist already: "b".', status_code: 409 }] },
    update: { success: ['a'], errors: [{ error: 'These pools do not exist: "none".', status_code: 404 }] },
    delete: { success: [], errors: [{ error: expect.stringContaining('cannot be deleted'), status_code: 400 }] },
  });
  const { pools } = await api.admin.call(getPools);
  expect(pools.map(({ name, slots }) => [name, slots])).toEqual([
    ['a', 5],
    ['b', 1],
    ['default_pool', 128],
  ]);
  const events = await api.database.query({ name: '', text: 'select event, extra from audit_event order by id' });
  expect(events).toEqual([
    { event: 'post_pool', extra: 'a' },
    { event: 'post_pool', extra: 'b' },
    { event: 'patch_pool', extra: 'a' },
  ]);
});

test('what exists can be skipped or overwritten, what does not can be skipped', async () => {
  const answer = await bulk({
    actions: [
      { action: 'create', entities: [pool('a', 7), pool('d', 7)], action_on_existence: 'skip' },
      { action: 'create', entities: [pool('b', 7)], action_on_existence: 'overwrite' },
      { action: 'update', entities: [pool('none', 7), pool('d', 8)], action_on_non_existence: 'skip' },
      { action: 'delete', entities: [{ name: 'a' }, 'none', 'a'], action_on_non_existence: 'skip' },
    ],
  });
  expect(answer).toEqual({
    create: { success: ['d', 'b'], errors: [] },
    update: { success: ['d'], errors: [] },
    delete: { success: ['a'], errors: [] },
  });
  const { pools } = await api.admin.call(getPools);
  expect(pools.map(({ name, slots }) => [name, slots])).toEqual([
    ['b', 7],
    ['d', 8],
    ['default_pool', 128],
  ]);
});

test('a dry run answers the same, and keeps nothing', async () => {
  const before = await names();
  const actions = [{ action: 'delete' as const, entities: ['b', 'd'] }];
  expect(await bulk({ actions }, { dry_run: true })).toMatchObject({ create: null, delete: { success: ['b', 'd'] } });
  expect(await names()).toEqual(before);
});

test('an action that is none, or an entity that is none, is refused by field', async () => {
  const wrong = (actions: unknown) => bulk({ actions } as never).catch(({ status, message }) => ({ status, message }));
  expect(await wrong([{ action: 'destroy', entities: [] }])).toEqual({
    status: 422,
    message: 'body.actions.0.action: Input does not name a kind that exists',
  });
  expect(await wrong([{ action: 'create', entities: [{ name: 'x', slots: 'many' }] }])).toEqual({
    status: 422,
    message: 'body.actions.0.entities.0.slots: Input must be integer',
  });
  expect(await wrong(null)).toMatchObject({ status: 422 });
  expect(await bulk({ actions: [] })).toEqual({ create: null, update: null, delete: null });
});

test('what is sent twice in the same words is done once', async () => {
  const twice = [pool('twice'), pool('twice')];
  const { create } = await bulk({ actions: [{ action: 'create', entities: twice }] });
  expect(create).toEqual({ success: ['twice'], errors: [] });
  const many = Array.from({ length: 10_000 }, () => pool('twice', 2));
  const { update } = await bulk({ actions: [{ action: 'update', entities: many }] });
  expect(update).toEqual({ success: ['twice'], errors: [] });
  await bulk({ actions: [{ action: 'update', entities: [pool('twice', 3), pool('twice', 4), pool('twice', 3)] }] });
  const { pools } = await api.admin.call(getPools);
  expect(pools.find(({ name }) => name === 'twice')?.slots).toBe(3);
});

test('more than 10,000 entities in all are refused', async () => {
  const names = Array.from({ length: 5001 }, (_, index) => `none-${index}`);
  const remove = { action: 'delete', entities: names, action_on_non_existence: 'skip' } as const;
  await expect(bulk({ actions: [remove, remove] })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('at most 10000 entities'),
  });
});
