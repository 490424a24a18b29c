/** Pools, variables, connections, users and roles by the API; and signing in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RealServer, startRealServer } from '../fakes/real-server.ts';
import type { Platform } from '../ports/platform.ts';

let server: RealServer;
let remote: Platform;

beforeAll(async () => {
  server = await startRealServer();
  await server.access.signIn(server.admin);
  remote = await server.remote();
});

afterAll(() => server.close());

test('pools are saved one by one and together, found and deleted', async () => {
  const { pools } = remote;
  const small = { name: 'small', slots: 1, description: 'few', includeDeferred: false };
  expect(await pools.save([small])).toEqual(['small']);
  expect(await pools.save([{ ...small, slots: 2 }])).toEqual([]);
  expect(
    await pools.save([
      { ...small, slots: 3 },
      { ...small, name: 'a/b', slots: -1, includeDeferred: true },
    ]),
  ).toEqual(['a/b']);
  expect(await pools.list()).toEqual(await server.local.pools.list());
  expect(await pools.find('small')).toEqual({ ...small, slots: 3, occupied: 0 });
  await pools.delete('a/b');
  await expect(pools.find('a/b')).rejects.toMatchObject({ status: 404 });
  await expect(pools.save([{ ...small, slots: -7 }])).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('body.slots'),
  });
  await expect(pools.save([small, { ...small, name: ' ' }])).rejects.toMatchObject({ status: 422 });
});

test('variables are saved, and what looks secret stays at the server', async () => {
  const { variables } = remote;
  const plain = { key: 'region', value: 'eu', description: 'where' };
  expect(await variables.save([plain])).toEqual(['region']);
  expect(
    await variables.save([
      { ...plain, value: 'us', description: null },
      { ...plain, key: 'api_token', value: 'hunter2' },
    ]),
  ).toEqual(['api_token']);
  expect(await variables.find('region')).toEqual({ ...plain, value: 'us', isEncrypted: true, source: 'database' });
  expect((await variables.list()).map(({ key, value }) => [key, value])).toEqual([
    ['api_token', '***'],
    ['region', 'us'],
  ]);
  expect((await server.local.variables.find('api_token')).value).toBe('hunter2');
  await variables.delete('region');
  await expect(variables.find('region')).rejects.toMatchObject({
    status: 404,
    message: expect.stringContaining('region'),
  });
});

test('connections are saved, replaced and deleted, and their secrets stay at the server', async () => {
  const { connections } = remote;
  const parsed = await connections.parse('dwh', 'postgres://etl:hunter2@db.example:5432/dwh?token=hunter3&mode=ro');
  expect(await connections.toUri(parsed)).toBe('postgres://etl:hunter2@db.example:5432/dwh?token=hunter3&mode=ro');
  expect(await connections.save([parsed], { mayReplace: false })).toEqual(['dwh']);
  expect(await server.local.connections.find('dwh')).toEqual({ ...parsed, source: 'database' });
  const shown = await connections.find('dwh');
  expect(shown).toMatchObject({ host: 'db.example', port: 5432, password: '***' });
  expect(JSON.parse(shown.extra!)).toEqual({ token: '***', mode: 'ro' });
  const other = { ...parsed, host: 'new.example', login: null };
  await expect(connections.save([other], { mayReplace: false })).rejects.toMatchObject({ status: 409 });
  await expect(connections.save([other, { ...other, connectionId: 'b' }], { mayReplace: false })).rejects.toMatchObject(
    {
      status: 409,
      message: expect.stringContaining('dwh'),
    },
  );
  expect(await connections.save([other, { ...other, connectionId: 'b' }], { mayReplace: true })).toEqual(['b']);
  expect(await connections.save([other], { mayReplace: true })).toEqual([]);
  expect(await server.local.connections.find('dwh')).toEqual({ ...other, source: 'database' });
  expect((await connections.list()).map(({ connectionId }) => connectionId)).toEqual(['b', 'dwh']);
  await connections.delete('b');
  await expect(connections.find('b')).rejects.toMatchObject({ status: 404 });
});

test('users and roles are managed alike', async () => {
  const { people } = remote;
  const sam = {
    username: 'sam',
    email: 'sam@example.org',
    firstName: 'Sam',
    lastName: '',
    roles: ['Viewer'],
    password: null,
  };
  const made = await people.createUser(sam);
  expect(made).toMatch(/^\S{20}$/);
  expect(await people.createUser({ ...sam, username: 'pat', email: null, password: 'a long password' })).toBeNull();
  await people.createRole({ name: 'Ops', description: '', permissions: [{ action: 'can_read', resource: 'DAGs' }] });
  await people.addRole('sam', 'Ops');
  await people.removeRole('sam', 'Viewer');
  await people.addPermissions('Ops', [
    { action: 'can_read', resource: 'Pools' },
    { action: 'can_read', resource: 'DAGs' },
  ]);
  await people.removePermissions('Ops', [{ action: 'can_read', resource: 'DAGs' }]);
  const users = await people.listUsers();
  expect((await server.local.people.listUsers()).map(({ username }) => username)).toEqual(
    users.map(({ username }) => username),
  );
  expect(users.find(({ username }) => username === 'sam')!.roles).toEqual(['Ops']);
  const roles = await people.listRoles();
  expect(await server.local.people.listRoles()).toMatchObject(roles);
  expect(roles.find(({ name }) => name === 'Ops')!.permissions).toEqual([{ action: 'can_read', resource: 'Pools' }]);
  expect(await people.resetPassword('sam', 'another password')).toBeNull();
  expect(await people.resetPassword('sam', null)).toMatch(/\S{10}/);
  await people.deleteRole('Ops');
  await people.deleteUser('pat');
  await expect(people.deleteUser('pat')).rejects.toMatchObject({ status: 404 });
});

describe('signing in', () => {
  test('keeps a token that is good for an hour, and ends its session when one signs out', async () => {
    const signedIn = await server.access.signIn(server.admin);
    expect(signedIn).toMatchObject({ username: 'kim', roles: ['Admin'], isLoginRequired: true });
    expect(signedIn.expiresAt! - Date.now()).toBeGreaterThan(50 * 60_000);
    const token = await server.access.readToken();
    expect(await server.access.signOut()).toBe(true);
    expect(await server.access.signOut()).toBe(false);
    expect(await server.access.tokenSource()).toBeNull();
    await expect(server.access.keepToken(token!)).rejects.toMatchObject({ code: 'SIGN_IN_NEEDED' });
    await expect((await server.remote()).pools.list()).rejects.toMatchObject({
      code: 'SIGN_IN_NEEDED',
      message: expect.stringContaining('You have not signed in'),
    });
    await server.access.signIn(server.admin);
  });

  test('with a wrong password is refused as the API does, and keeps what was there', async () => {
    const before = await server.access.readToken();
    const wrong = { ...server.admin, password: 'wrong' };
    await expect(server.access.signIn(wrong)).rejects.toMatchObject({ code: 'API_REFUSED', status: 401 });
    expect(await server.access.readToken()).toBe(before);
  });

  test('is asked for again after the password has changed', async () => {
    await server.access.signIn(server.admin);
    const old = await server.remote();
    await server.local.people.resetPassword('kim', server.admin.password);
    const error = await untilRefused(() => old.pools.list());
    expect(error).toMatchObject({ code: 'SIGN_IN_NEEDED', message: expect.stringContaining('Sign in again with') });
  });
});

/** The server remembers for a moment who a token belongs to. */
async function untilRefused(call: () => Promise<unknown>): Promise<unknown> {
  for (;;) {
    const error = await call().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error !== null) return error;
  }
}
