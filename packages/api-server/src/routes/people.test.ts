import {
  type ApiError,
  deleteRoleRoute,
  deleteServiceAccount,
  deleteToken,
  deleteUserRoute,
  getPermissions,
  getRole,
  getRoles,
  getServiceAccounts,
  getTokens,
  getUser,
  getUserPermissions,
  getUsers,
  patchRole,
  patchServiceAccount,
  patchUser,
  postRole,
  postServiceAccount,
  postServiceAccountToken,
  postUser,
  resetUserPassword,
  signUserOutEverywhere,
} from '@tradewind/contract';
import { makeDag, storeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';
import { anonymous, type Caller } from '../identity/caller.ts';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());

async function refusal(call: Promise<unknown>): Promise<{ readonly status: number; readonly message: string }> {
  const { status, message } = (await call.catch((error: unknown) => error)) as ApiError;
  return { status, message };
}

const named = (...names: readonly string[]): { name: string }[] => names.map((name) => ({ name }));

const pair = (action: string, resource: string) => ({ action: { name: action }, resource: { name: resource } });

async function statusOf(url: string, bearer: string): Promise<number> {
  const headers = { authorization: `Bearer ${bearer}` };
  return (await api.app.inject({ method: 'GET', url, headers })).statusCode;
}

async function tokenOf(name: string, roles: readonly string[]): Promise<string> {
  await api.admin.call(postServiceAccount, { body: { name, roles: named(...roles) } });
  const { token } = await api.admin.call(postServiceAccountToken, { params: { name }, body: { name: 'one' } });
  return token;
}

describe('users', () => {
  test('are created, changed, listed and deleted, and no answer holds a password', async () => {
    const body = { username: 'grace', email: 'grace@navy.example', password: 'compiles first', roles: named('Op') };
    const created = await api.admin.call(postUser, { body });
    expect(created).toMatchObject({ username: 'grace', active: true, roles: [{ name: 'Op' }], login_count: 0 });
    expect(JSON.stringify(created)).not.toMatch(/hash|scrypt|compiles/);
    const changed = await api.admin.call(patchUser, {
      params: { username: 'GRACE' },
      query: { update_mask: ['last_name', 'roles'] },
      body: { last_name: 'Hopper', first_name: 'ignored', roles: named('Viewer', 'User') },
    });
    expect(changed).toMatchObject({ first_name: '', last_name: 'Hopper', roles: named('User', 'Viewer') });
    const list = await api.admin.call(getUsers, { query: { username_pattern: 'GRA%', order_by: ['-username'] } });
    expect(list).toMatchObject({ total_entries: 1, users: [{ username: 'grace' }] });
    await api.admin.call(deleteUserRoute, { params: { username: 'grace' } });
    expect(await refusal(api.admin.call(getUser, { params: { username: 'grace' } }))).toMatchObject({ status: 404 });
  });

  test.each([
    [{ username: 'a b' }, 422, /username.*letters, digits/],
    [{ username: 'x', email: 'nowhere' }, 422, /email.*such as/],
    [{ username: 'x', password: 'short' }, 422, /password.*at least 10/],
    [{ username: 'x', roles: named('Vewer') }, 422, /there is no role "Vewer".*Did you mean "Viewer"/],
  ])('%j is refused with %i', async (body, status, message) => {
    const refused = await refusal(api.admin.call(postUser, { body }));
    expect(refused.status).toBe(status);
    expect(refused.message).toMatch(message);
  });

  test('one whose name is taken is refused', async () => {
    await api.admin.call(postUser, { body: { username: 'twin' } });
    expect(await refusal(api.admin.call(postUser, { body: { username: 'TWIN' } }))).toMatchObject({ status: 409 });
  });

  test('the last admin stays, active and admin', async () => {
    await api.admin.call(postUser, { body: { username: 'root', roles: named('Admin') } });
    const params = { username: 'root' };
    for (const body of [{ active: false }, { roles: named('Op') }]) {
      const refused = await refusal(api.admin.call(patchUser, { params, body }));
      expect(refused).toMatchObject({ status: 409, message: expect.stringContaining('last active user') });
    }
    expect(await refusal(api.admin.call(deleteUserRoute, { params }))).toMatchObject({ status: 409 });
    await api.admin.call(postUser, { body: { username: 'root2', roles: named('Admin') } });
    await api.admin.call(deleteUserRoute, { params });
  });

  test('a dry run makes nobody, and takes nothing from anybody', async () => {
    await api.admin.call(postUser, { query: { dry_run: true }, body: { username: 'ghost' } });
    expect(await refusal(api.admin.call(getUser, { params: { username: 'ghost' } }))).toMatchObject({ status: 404 });
    await api.admin.call(deleteUserRoute, { params: { username: 'twin' }, query: { dry_run: true } });
    expect(await api.admin.call(getUser, { params: { username: 'twin' } })).toMatchObject({ username: 'twin' });
  });

  test('a password is given by those alone who may give passwords', async () => {
    const helper: Caller = { ...anonymous, kind: 'person', name: 'helper', permissions: new Set(['can_edit:Users']) };
    const params = { username: 'twin' };
    const body = { last_name: 'T', password: 'correct horse' };
    expect(await refusal(api.as(helper).call(patchUser, { params, body }))).toMatchObject({ status: 403 });
    expect(await refusal(api.as(helper).call(resetUserPassword, { params }))).toMatchObject({ status: 403 });
    expect(await api.as(helper).call(patchUser, { params, body: { last_name: 'T' } })).toMatchObject({
      last_name: 'T',
    });
  });

  test('an admin ends the sessions of somebody', async () => {
    const ended = await api.admin.call(signUserOutEverywhere, { params: { username: 'twin' } } as never);
    expect(ended).toEqual({ deleted_tokens: 0 });
  });
});

describe('roles', () => {
  test('the built-in ones list what they give, and cannot be changed', async () => {
    const { roles } = await api.admin.call(getRoles);
    expect(roles.slice(0, 5).map(({ name }) => name)).toEqual(['Public', 'Viewer', 'User', 'Op', 'Admin']);
    expect(roles[1]!.actions).toContainEqual(pair('can_read', 'DAGs'));
    expect(roles[1]!.can).toEqual({ edit: false, delete: false });
    const tries: readonly (() => Promise<unknown>)[] = [
      () => api.admin.call(patchRole, { params: { role_name: 'Viewer' }, body: { actions: [] } }),
      () => api.admin.call(patchRole, { params: { role_name: 'Public' }, body: { name: 'Other' } }),
      () => api.admin.call(deleteRoleRoute, { params: { role_name: 'Admin' } }),
    ];
    for (const one of tries) {
      expect(await refusal(one())).toMatchObject({ status: 409, message: expect.stringContaining('built in') });
    }
  });

  test('one of one’s own works at once, and stops at once', async () => {
    const actions = [pair('can_read', 'Pools'), pair('can_read', 'DAG:sales')];
    await api.admin.call(postRole, { body: { name: 'poolers', actions } });
    const bearer = await tokenOf('pool-robot', ['poolers']);
    expect(await statusOf('/api/v2/pools', bearer)).toBe(200);
    expect(await statusOf('/api/v2/users', bearer)).toBe(403);
    const params = { role_name: 'poolers' };
    expect(await api.admin.call(patchRole, { params, body: { name: 'swimmers', actions: [] } })).toMatchObject({
      name: 'swimmers',
      user_count: 1,
      actions: [],
    });
    expect(await statusOf('/api/v2/pools', bearer)).toBe(403);
    expect(await refusal(api.admin.call(getRole, { params }))).toMatchObject({ status: 404 });
    await api.admin.call(deleteRoleRoute, { params: { role_name: 'swimmers' } });
  });

  test.each([
    [pair('can_rea', 'Pools'), /no action "can_rea".*"can_read"/],
    [pair('can_read', 'Pool'), /no resource "Pool".*"Pools"/],
    [pair('can_create', 'DAG:sales'), /can be given can_read, can_edit, can_delete/],
  ])('%j cannot be given', async (permission, message) => {
    const refused = await refusal(api.admin.call(postRole, { body: { name: 'wrong', actions: [permission] } }));
    expect(refused.status).toBe(422);
    expect(refused.message).toMatch(message);
  });

  test('Public can be given something: then nobody needs to sign in for it', async () => {
    const get = async (): Promise<number> => (await api.app.inject({ url: '/api/v2/pools' })).statusCode;
    expect(await get()).toBe(401);
    await api.admin.call(patchRole, {
      params: { role_name: 'Public' },
      body: { actions: [pair('can_read', 'Pools')] },
    });
    expect(await get()).toBe(200);
    await api.admin.call(patchRole, { params: { role_name: 'Public' }, body: { actions: [] } });
    expect(await get()).toBe(401);
  });

  test('what there is to give is listed', async () => {
    const { actions, resources } = await api.admin.call(getPermissions);
    expect(actions.map(({ name }) => name)).toContain('menu_access');
    expect(resources.map(({ name }) => name)).toContain('Task Instances');
  });
});

test('what a user may do is explained by its roles and by the files of DAGs', async () => {
  const access = { analysts: { DAGs: ['can_edit'], 'DAG Runs': ['can_create'] } };
  await storeDag(api.database, makeDag('sales', [{ id: 'a' }], { access }));
  await api.admin.call(postRole, { body: { name: 'analysts', actions: [pair('can_read', 'DAGs')] } });
  await api.admin.call(postUser, { body: { username: 'ana', roles: named('analysts', 'Viewer') } });
  const { permissions } = await api.admin.call(getUserPermissions, { params: { username: 'ana' } });
  expect(permissions).toContainEqual({ action: 'can_read', resource: 'DAGs', roles: ['Viewer', 'analysts'] });
  expect(permissions).toContainEqual({ action: 'can_edit', resource: 'DAG:sales', roles: ['analysts'] });
  expect(permissions).toContainEqual({ action: 'can_create', resource: 'DAG Run:sales', roles: ['analysts'] });
});

describe('service accounts', () => {
  test('have roles and tokens, and no password', async () => {
    const bearer = await tokenOf('deployer', ['Op']);
    expect(await statusOf('/api/v2/pools', bearer)).toBe(200);
    const list = await api.admin.call(getServiceAccounts, { query: { name_pattern: 'deploy' } });
    expect(list).toMatchObject({ total_entries: 1, service_accounts: [{ name: 'deployer', roles: [{ name: 'Op' }] }] });
    expect(await refusal(api.admin.call(getUser, { params: { username: 'deployer' } }))).toMatchObject({ status: 404 });
    const signIn = await api.app.inject({
      method: 'POST',
      url: '/auth/token',
      payload: { username: 'deployer', password: 'anything at all' },
    });
    expect(signIn.statusCode).toBe(401);
  });

  test('that are turned off are out, and those that are deleted too', async () => {
    const bearer = await tokenOf('old', ['Viewer']);
    const params = { name: 'old' };
    await api.admin.call(patchServiceAccount, { params, body: { active: false } });
    expect(await statusOf('/auth/me', bearer)).toBe(401);
    await api.admin.call(patchServiceAccount, { params, body: { active: true } });
    expect(await statusOf('/auth/me', bearer)).toBe(200);
    await api.admin.call(deleteServiceAccount, { params });
    expect(await statusOf('/auth/me', bearer)).toBe(401);
  });

  test('lose a token that an admin deletes', async () => {
    const bearer = await tokenOf('leaky', ['Viewer']);
    const { tokens } = await api.admin.call(getTokens, { query: { username: 'leaky' } });
    await api.admin.call(deleteToken, { params: { token_id: tokens[0]!.id } });
    expect(await statusOf('/auth/me', bearer)).toBe(401);
    expect(await refusal(api.admin.call(deleteToken, { params: { token_id: 'none' } }))).toMatchObject({ status: 404 });
  });
});
