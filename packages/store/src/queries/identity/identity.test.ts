import { createHash, randomUUID } from 'node:crypto';
import type { ApiTokenId, DagId, UserId } from '@tradewind/model';
import { createTestDatabase, makeDag, storeDag, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  countOtherAdmins,
  deleteApiTokensOfUser,
  deleteRole,
  deleteUser,
  findApiToken,
  findRole,
  findUser,
  hasUsersForOne,
  insertApiToken,
  insertRole,
  insertUser,
  listApiTokens,
  listRoles,
  listUserPage,
  type NewUser,
  raiseTokenGeneration,
  readDagAccess,
  readRolePermissions,
  readSessionCaller,
  readSignIn,
  readTokenCaller,
  recordFailedSignIn,
  recordSignIn,
  replacePasswordHash,
  replaceRolePermissions,
  revokeSession,
  setPassword,
  setUserRoles,
  touchApiToken,
  updateRole,
  updateUser,
} from './index.ts';

let test0: TestDatabase;
beforeAll(async () => {
  test0 = await createTestDatabase();
});
afterAll(() => test0.drop());

function newUser(username: string, rest: Partial<NewUser> = {}): NewUser {
  const names = { email: null, firstName: '', lastName: '' };
  const userId = randomUUID() as string as UserId;
  return { userId, kind: 'person', username, ...names, passwordHash: 'hash', isActive: true, ...rest };
}

async function storeUser(username: string, rest: Partial<NewUser> = {}): Promise<UserId> {
  const user = newUser(username, rest);
  expect(await insertUser(test0.database, user)).toBe(true);
  return user.userId;
}

describe('users', () => {
  test('the first one is known to be missing, and then to be there', async () => {
    expect(await test0.database.transaction(hasUsersForOne)).toBe(false);
    await storeUser('first');
    expect(await test0.database.transaction(hasUsersForOne)).toBe(true);
  });

  test('a name or an address in another case is taken', async () => {
    await storeUser('Ada', { email: 'ada@example.org' });
    expect(await insertUser(test0.database, newUser('ADA'))).toBe(false);
    expect(await insertUser(test0.database, newUser('other', { email: 'Ada@Example.org' }))).toBe(false);
    expect(await findUser(test0.database, 'aDA')).toMatchObject({ username: 'Ada', hasPassword: true, roles: [] });
    expect(await findUser(test0.database, 'nobody')).toBeNull();
  });

  test('a change of name to one that is taken changes nothing', async () => {
    const userId = await storeUser('grace');
    const change = { email: null, firstName: 'G', lastName: 'H', isActive: false };
    expect(await updateUser(test0.database, userId, { ...change, username: 'ADA' })).toBe(false);
    expect(await updateUser(test0.database, userId, { ...change, username: 'Grace' })).toBe(true);
    expect(await findUser(test0.database, 'grace')).toMatchObject({ username: 'Grace', isActive: false });
  });

  test('a service never has a password', async () => {
    await expect(insertUser(test0.database, newUser('robot', { kind: 'service' }))).rejects.toThrow(
      /service_without_password/,
    );
  });

  test('a list is filtered, sorted and cut into pages', async () => {
    await storeUser('zz-robot-1', { kind: 'service', passwordHash: null });
    await storeUser('zz-robot-2', { kind: 'service', passwordHash: null });
    const order = [{ name: 'username', sql: 'u.username', type: 'text', isDescending: true }] as const;
    const page = await listUserPage(test0.database, { kind: 'service', order, page: { limit: 1 } });
    expect(page).toMatchObject({ total: 2, rows: [{ username: 'zz-robot-2' }] });
    const byName = await listUserPage(test0.database, { usernamePattern: 'ROBOT-1', order, page: { limit: 10 } });
    expect(byName.rows.map(({ username }) => username)).toEqual(['zz-robot-1']);
  });

  test('who is the last active admin is known', async () => {
    const userId = await storeUser('root');
    const deputy = await storeUser('deputy');
    await setUserRoles(test0.database, userId, ['Admin', 'Viewer', 'no such role']);
    expect(await findUser(test0.database, 'root')).toMatchObject({ roles: ['Admin', 'Viewer'] });
    await test0.database.transaction(async (transaction) => {
      expect(await countOtherAdmins(transaction, userId)).toBe(0);
      await setUserRoles(transaction, deputy, ['Admin']);
      expect(await countOtherAdmins(transaction, userId)).toBe(1);
    });
    await setUserRoles(test0.database, deputy, []);
    expect(await findUser(test0.database, 'deputy')).toMatchObject({ roles: [] });
  });
});

describe('signing in', () => {
  test('failures are counted until a success', async () => {
    const userId = await storeUser('linus');
    await recordFailedSignIn(test0.database, userId);
    await recordFailedSignIn(test0.database, userId);
    expect(await readSignIn(test0.database, 'LINUS')).toMatchObject({ failedSignIns: 2, passwordHash: 'hash' });
    await recordSignIn(test0.database, userId);
    expect(await findUser(test0.database, 'linus')).toMatchObject({ failedSignIns: 0, signInCount: 1 });
    expect(await readSignIn(test0.database, 'zz-robot-1')).toBeNull();
  });

  test('a new password makes the sessions of before worthless, the same one at another cost does not', async () => {
    const userId = await storeUser('margaret');
    await setPassword(test0.database, userId, 'second');
    expect(await readSignIn(test0.database, 'margaret')).toMatchObject({ passwordHash: 'second', tokenGeneration: 1 });
    await replacePasswordHash(test0.database, userId, { from: 'first', to: 'stale' });
    await replacePasswordHash(test0.database, userId, { from: 'second', to: 'third' });
    await raiseTokenGeneration(test0.database, userId);
    expect(await readSignIn(test0.database, 'margaret')).toMatchObject({ passwordHash: 'third', tokenGeneration: 2 });
  });

  test('a session that was signed out is known, and forgotten once it has expired', async () => {
    const userId = await storeUser('barbara');
    const session = { userId, sessionId: randomUUID() };
    expect(await readSessionCaller(test0.database, session)).toMatchObject({ username: 'barbara', isRevoked: false });
    await revokeSession(test0.database, { sessionId: session.sessionId, expiresAt: Date.now() - 1000 });
    expect(await readSessionCaller(test0.database, session)).toMatchObject({ isRevoked: true });
    await revokeSession(test0.database, { sessionId: randomUUID(), expiresAt: Date.now() + 60_000 });
    expect(await readSessionCaller(test0.database, session)).toMatchObject({ isRevoked: false });
    await deleteUser(test0.database, userId);
    expect(await readSessionCaller(test0.database, session)).toBeNull();
  });
});

describe('API tokens', () => {
  test('a token is found by its hash, with its user, and goes with it', async () => {
    const userId = await storeUser('ci', { kind: 'service', passwordHash: null });
    await setUserRoles(test0.database, userId, ['Viewer']);
    const tokenHash = createHash('sha256').update('twp_secret').digest();
    const permissions = [{ action: 'can_read', resource: 'DAGs' }];
    const tokenId = randomUUID() as string as ApiTokenId;
    const token = { tokenId, userId, name: 'deploy', prefix: 'twp_se', tokenHash, isReadOnly: true, permissions };
    expect(await insertApiToken(test0.database, { ...token, expiresAt: 1_900_000_000_000 })).toBe(true);
    const again = { ...token, tokenId: randomUUID() as string as ApiTokenId, tokenHash: Buffer.from('x') };
    expect(await insertApiToken(test0.database, { ...again, expiresAt: null })).toBe(false);
    expect(await readTokenCaller(test0.database, tokenHash)).toMatchObject({
      username: 'ci',
      kind: 'service',
      roles: ['Viewer'],
      permissions,
      isReadOnly: true,
      expiresAt: 1_900_000_000_000,
      lastUsedAt: null,
    });
    await touchApiToken(test0.database, tokenId);
    expect((await findApiToken(test0.database, tokenId))!.lastUsedAt).toBeGreaterThan(0);
    expect(await listApiTokens(test0.database, userId)).toHaveLength(1);
    expect(await deleteApiTokensOfUser(test0.database, userId)).toBe(1);
    expect(await readTokenCaller(test0.database, tokenHash)).toBeNull();
  });
});

describe('roles', () => {
  test('the built-in ones are there from the start, and stay', async () => {
    const roles = await listRoles(test0.database);
    expect(roles.map(({ name }) => name).sort()).toEqual(['Admin', 'Op', 'Public', 'User', 'Viewer']);
    expect(await deleteRole(test0.database, 'Viewer')).toBe(false);
  });

  test('a role of one’s own can be renamed, for those who have it too, and deleted', async () => {
    const userId = await storeUser('katherine');
    expect(await insertRole(test0.database, 'analysts', 'They look')).toBe(true);
    expect(await insertRole(test0.database, 'analysts', '')).toBe(false);
    await setUserRoles(test0.database, userId, ['analysts']);
    await replaceRolePermissions(test0.database, 'analysts', [{ action: 'can_read', resource: 'DAG:sales' }]);
    expect(await updateRole(test0.database, 'analysts', { name: 'Viewer', description: '' })).toBe(false);
    expect(await updateRole(test0.database, 'analysts', { name: 'readers', description: 'They read' })).toBe(true);
    expect(await findRole(test0.database, 'readers')).toMatchObject({
      userCount: 1,
      permissions: [{ action: 'can_read', resource: 'DAG:sales' }],
    });
    expect(await findUser(test0.database, 'katherine')).toMatchObject({ roles: ['readers'] });
    expect(await deleteRole(test0.database, 'readers')).toBe(true);
    expect(await findUser(test0.database, 'katherine')).toMatchObject({ roles: [] });
  });

  test('what the file of a DAG says about rights wins over what roles say about that DAG', async () => {
    const { database } = test0;
    const dagId = 'sales' as DagId;
    await storeDag(database, makeDag(dagId, [{ id: 'a' }]));
    await insertRole(database, 'sellers', '');
    await replaceRolePermissions(database, 'sellers', [
      { action: 'can_read', resource: 'Website' },
      { action: 'can_edit', resource: 'DAG:sales' },
      { action: 'can_create', resource: 'DAG Run:sales' },
      { action: 'can_read', resource: 'DAG:elsewhere' },
    ]);
    const resources = async (): Promise<readonly string[]> =>
      (await readRolePermissions(database, ['sellers', 'other'])).map(({ resource }) => resource).sort();
    expect(await resources()).toEqual(['DAG Run:sales', 'DAG:elsewhere', 'DAG:sales', 'Website']);
    const access = { sellers: { DAGs: ['can_read'] } };
    await storeDag(database, makeDag(dagId, [{ id: 'a' }], { access }));
    expect(await resources()).toEqual(['DAG:elsewhere', 'Website']);
    expect(await readDagAccess(database, ['sellers'])).toEqual([{ dagId, access }]);
    expect(await readDagAccess(database, ['others'])).toEqual([]);
    await storeDag(database, makeDag(dagId, [{ id: 'a' }]));
    expect(await readDagAccess(database, ['sellers'])).toEqual([]);
  });
});
