import { expect, test } from 'vitest';
import { FakePlatform } from '../../fakes/fake-platform.ts';
import { runTradewind } from '../../fakes/run-tradewind.ts';

test('users create makes a password and shows it once, or takes the one that is given', async () => {
  const platform = new FakePlatform();
  const made = await runTradewind(['users', 'create', 'ada', '--role', 'Viewer', '-r', 'Op', '-e', 'ada@x.org'], {
    platform,
  });
  expect(made.out).toBe('Created user ada.\nThe password of ada, shown this once: made-for-you\n');
  expect(platform.userList).toMatchObject([{ username: 'ada', roles: ['Viewer', 'Op'], email: 'ada@x.org' }]);
  const given = await runTradewind(['users', 'create', 'bob', '-p', 'correct horse'], { platform });
  expect(given.out).toBe('Created user bob.\n');
  const files = new Map([['-', 'from a pipe\n']]);
  await runTradewind(['users', 'reset-password', 'bob', '-p', '-'], { platform, files });
  expect(platform.passwords.get('bob')).toBe('from a pipe');
});

test('users list, roles and deletion', async () => {
  const platform = new FakePlatform();
  await runTradewind(['users', 'create', 'ada', '--role', 'Viewer'], { platform });
  expect((await runTradewind(['users', 'add-role', 'ada', 'Op'], { platform })).out).toBe(
    'Gave user ada the role Op.\n',
  );
  await runTradewind(['users', 'remove-role', 'ada', 'Viewer'], { platform });
  const { out } = await runTradewind(['users', 'list', '-o', 'json'], { platform });
  expect(JSON.parse(out)).toMatchObject([{ username: 'ada', roles: ['Op'], active: true, last_login: null }]);
  expect((await runTradewind(['users', 'delete', 'ada'], { platform })).code).toBe(1);
  expect((await runTradewind(['users', 'delete', 'ada', '--yes'], { platform })).out).toBe('Deleted user ada.\n');
  expect((await runTradewind(['users', 'reset-password', 'ada'], { platform })).code).toBe(1);
});

test('roles create begins with another one, without what is left out', async () => {
  const platform = new FakePlatform();
  const created = await runTradewind(
    ['roles', 'create', 'analysts', '--from', 'Viewer', '--without', 'DAGs', '--description', 'They look'],
    { platform },
  );
  expect(created.out).toBe('Created role analysts with 1 permissions.\n');
  expect(platform.roleList.at(-1)).toMatchObject({ permissions: [{ action: 'can_read', resource: 'Pools' }] });
  expect((await runTradewind(['roles', 'create', 'x', '--from', 'nobody'], { platform })).err).toContain(
    'no role "nobody"',
  );
});

test('roles add-perms and del-perms give and take each action on each resource', async () => {
  const platform = new FakePlatform();
  await runTradewind(['roles', 'create', 'analysts'], { platform });
  const perms = ['-a', 'can_read', '-a', 'can_edit', '-r', 'DAG:sales'];
  const added = await runTradewind(['roles', 'add-perms', 'analysts', ...perms], { platform });
  expect(added.out).toBe('Gave role analysts can_read on DAG:sales, can_edit on DAG:sales.\n');
  await runTradewind(['roles', 'del-perms', 'analysts', '-a', 'can_edit', '-r', 'DAG:sales'], { platform });
  const { out } = await runTradewind(['roles', 'list', '-p', '-o', 'plain'], { platform });
  expect(out).toContain('analysts');
  expect(platform.roleList.at(-1)!.permissions).toEqual([{ action: 'can_read', resource: 'DAG:sales' }]);
  expect((await runTradewind(['roles', 'add-perms', 'analysts'], { platform })).code).toBe(1);
  expect((await runTradewind(['roles', 'add-perms', 'analysts', '-a', 'can_fly', '-r', 'x'], { platform })).code).toBe(
    2,
  );
  expect((await runTradewind(['roles', 'delete', 'analysts', '-y'], { platform })).out).toBe(
    'Deleted role analysts.\n',
  );
});
