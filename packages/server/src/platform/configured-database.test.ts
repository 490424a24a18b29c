import { createEmptyDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../config/load-config.ts';
import { openConfiguredDatabase, openMigratedDatabase } from './configured-database.ts';
import { maintenance } from './maintenance.ts';
import { openSecretBox } from './open-platform.ts';

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createEmptyDatabase();
});

afterAll(async () => {
  await testDatabase.drop();
});

/** The configuration for a database on the server for tests. */
async function configFor(database: string | undefined): ReturnType<typeof loadConfig> {
  const { url, host, port, user, password } = testDatabase.options;
  const at = url === undefined ? undefined : new URL(url);
  if (at !== undefined) at.pathname = `/${database}`;
  const account = password === undefined ? user : `${user}:${password}`;
  const built = `postgres://${account}@${encodeURIComponent(host ?? 'localhost')}:${port}/${database}`;
  return loadConfig({ folder: '/', environment: { DATABASE_URL: at?.href ?? built } });
}

const ownName = (): string | undefined =>
  testDatabase.options.database ?? new URL(testDatabase.options.url!).pathname.slice(1);

describe('a server of its own', () => {
  test('that does not answer is named, without its password', async () => {
    const { config } = await loadConfig({
      folder: '/',
      environment: { DATABASE_URL: 'postgres://me:hunter2@localhost:1/x' },
    });
    const error = await openConfiguredDatabase(config).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'DATABASE_UNREACHABLE', target: 'postgres://me:***@localhost:1/x' });
    expect(String(error)).not.toContain('hunter2');
  });

  test('that lacks the database says so', async () => {
    const { config } = await configFor('no_such_database');
    await expect(openConfiguredDatabase(config)).rejects.toMatchObject({
      code: 'DATABASE_REFUSED',
      message: expect.stringContaining('database "no_such_database" does not exist'),
    });
  });

  test('is never migrated by the way, only on request, and can be emptied again', async () => {
    const { config } = await configFor(ownName());
    await expect(openMigratedDatabase(config)).rejects.toMatchObject({
      code: 'SCHEMA_MISMATCH',
      message: expect.stringContaining('Run "tradewind db migrate" first.'),
    });
    const before = await maintenance.check(config);
    expect(before).toMatchObject({ isEmbedded: false, serverVersion: expect.stringMatching(/^1[5-9]/) });
    expect(before.pending).toContain('0001-engine');
    expect(await maintenance.migrate(config)).toEqual(before.pending);
    expect((await maintenance.check(config)).pending).toEqual([]);
    await (await openMigratedDatabase(config)).close();

    await testDatabase.database.runScript(`insert into pool (name, slots) values ('mine', 1)`);
    await maintenance.reset(config);
    const pools = await testDatabase.database.query({ name: '', text: 'select name from pool' });
    expect(pools).toEqual([{ name: 'default_pool' }]);
  });
});

describe('clean', () => {
  test('deletes what finished long ago, and versions that nothing needs', async () => {
    const { config } = await configFor(ownName());
    await maintenance.migrate(config);
    await testDatabase.database.runScript(`
      insert into bundle_version (id, bundle_name, manifest) values ('b', 'dags', '{}');
      insert into dag (dag_id, bundle_name, file, is_paused) values ('d', 'dags', 'd.ts', false);
      insert into dag_version (id, dag_id, number, hash, serialized, task_rows, bundle_version_id, file, created_at)
        select gen_random_uuid(), 'd', n, 'h' || n, '{}', '[]', 'b', 'd.ts', '2026-01-01' from generate_series(1, 3) n;
      update dag set current_version_id = (select id from dag_version where number = 3);
      insert into dag_run (id, dag_id, run_id, state, run_type, triggered_by, dag_version_id, run_after, started_at, finished_at)
        select gen_random_uuid(), 'd', 'r' || n, 'success', 'manual', 'cli', (select id from dag_version where number = 2), now(),
          '2026-01-01', case when n = 3 then timestamptz '2026-03-01' else '2026-01-02' end from generate_series(1, 3) n`);
    const beforeAt = Date.UTC(2026, 1, 1);
    expect(await maintenance.clean(config, { beforeAt, isDryRun: true })).toEqual({ runs: 2, versions: 0 });
    expect(await maintenance.clean(config, { beforeAt, isDryRun: false })).toEqual({ runs: 2, versions: 1 });
    const [left] = await testDatabase.database.query({
      name: '',
      text: `select (select array_agg(run_id) from dag_run) as runs, (select array_agg(number order by number) from dag_version) as versions`,
    });
    expect(left).toEqual({ runs: ['r3'], versions: [2, 3] });
  });
});

describe('rotating the secret key', () => {
  test('needs both keys once, and then only the new one', async () => {
    const keys = [1, 2].map((fill) => Buffer.alloc(32, fill).toString('base64'));
    const { config } = await configFor(ownName());
    await maintenance.migrate(config);
    const withKeys = (secretKey: string): typeof config => ({ ...config, core: { ...config.core, secretKey } });
    const old = await openSecretBox(withKeys(keys[0]!));
    const sealed = old.seal('hunter2', 'variable:a');
    await testDatabase.database.runScript(
      `insert into variable (key, value, is_encrypted) values ('a', '${sealed}', true)`,
    );
    await expect(maintenance.rotateSecrets(withKeys(keys[1]!))).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
    const both = withKeys(`${keys[1]},${keys[0]}`);
    expect(await maintenance.rotateSecrets(both)).toEqual({ variables: 1, connections: 0 });
    expect(await maintenance.rotateSecrets(both)).toEqual({ variables: 0, connections: 0 });
    const [row] = await testDatabase.database.query<{ value: string }>({
      name: '',
      text: 'select value from variable',
    });
    const fresh = await openSecretBox(withKeys(keys[1]!));
    expect(fresh.open(row!.value, 'variable:a')).toBe('hunter2');
    const events = await testDatabase.database.query({ name: '', text: 'select event, via, after from audit_event' });
    expect(events).toMatchObject([
      { event: 'rotate_secrets', via: 'cli', after: { variables: 1, connections: 0 } },
      { event: 'rotate_secrets', after: { variables: 0 } },
    ]);
  });
});
