import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PeopleOperations, peopleOperations } from './people-operations.ts';

let test0: TestDatabase;
let people: PeopleOperations;

beforeAll(async () => {
  test0 = await createTestDatabase();
  people = peopleOperations({ database: test0.database, now: Date.now, user: 'root@host' });
});
afterAll(() => test0.drop());

const ada = { username: 'ada', email: null, firstName: 'Ada', lastName: '', roles: ['Viewer'] };

test('users are managed, and every change is on record as one of the command line', async () => {
  const password = await people.createUser({ ...ada, password: null });
  expect(password).toMatch(/^\w{4}(-\w{4}){4}$/);
  expect(await people.createUser({ ...ada, username: 'bob', password: 'correct horse' })).toBeNull();
  await people.addRole('ada', 'Op');
  await people.removeRole('ada', 'Viewer');
  expect(await people.listUsers()).toMatchObject([{ username: 'ada', roles: ['Op'] }, { username: 'bob' }]);
  expect(await people.resetPassword('ada', null)).not.toBe(password);
  await people.deleteUser('bob');
  await expect(people.addRole('ada', 'Nobody')).rejects.toMatchObject({ code: 'USER_INVALID' });
  await expect(people.deleteUser('bob')).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
  const events = await test0.database.query<{ event: string; who: string }>({
    name: '',
    text: `select event, owner || ' by ' || via as who from audit_event order by id`,
  });
  expect(events.map(({ event }) => event)).toEqual([
    'post_user',
    'post_user',
    'patch_user',
    'patch_user',
    'reset_password',
    'delete_user',
  ]);
  expect(new Set(events.map(({ who }) => who))).toEqual(new Set(['root@host by cli']));
});

test('roles are managed, and the built-in ones stay', async () => {
  const [, viewer] = await people.listRoles();
  expect(viewer).toMatchObject({ name: 'Viewer', isBuiltIn: true });
  expect(viewer!.permissions.length).toBeGreaterThan(20);
  const permission = { action: 'can_read', resource: 'DAG:sales' };
  await people.createRole({ name: 'analysts', description: '', permissions: [] });
  await people.addPermissions('analysts', [permission, permission]);
  await people.addPermissions('analysts', [permission, { action: 'can_read', resource: 'Pools' }]);
  await people.removePermissions('analysts', [{ action: 'can_read', resource: 'Pools' }]);
  expect((await people.listRoles()).at(-1)).toMatchObject({ name: 'analysts', permissions: [permission] });
  await people.deleteRole('analysts');
  await expect(people.addPermissions('Viewer', [permission])).rejects.toMatchObject({ code: 'ROLE_BUILT_IN' });
  await expect(people.deleteRole('analists')).rejects.toMatchObject({ code: 'ROLE_NOT_FOUND' });
});
