import { secretBox } from '@tradewind/store';
import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConnectionOperations, connectionOperations } from './connection-operations.ts';
import { poolOperations } from './pool-operations.ts';
import { rotateSecrets } from './rotate-secrets.ts';
import type { SecretsInEnvironment } from './secrets-in-environment.ts';
import { type VariableOperations, variableOperations } from './variable-operations.ts';

let testDatabase: TestDatabase;
let variables: VariableOperations;
let connections: ConnectionOperations;

const environment: SecretsInEnvironment = {
  findVariable: (key) => (key === 'my-key' ? 'from outside' : null),
  findConnection: (connectionId) => (connectionId === 'my_db' ? 'http://outside' : null),
};

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  const box = secretBox(new Uint8Array(32).fill(1));
  const context = {
    database: testDatabase.database,
    now: Date.now,
    triggeredBy: 'cli',
    user: null,
    secrets: async () => box,
    environment,
  } as const;
  variables = variableOperations(context);
  connections = connectionOperations(context);
});

afterAll(async () => {
  await testDatabase.drop();
});

async function textOf(table: 'variable' | 'connection'): Promise<string> {
  const rows = await testDatabase.database.query<{ row: unknown }>({
    name: '',
    text: `select to_jsonb(t) as row from ${table} t`,
  });
  return JSON.stringify(rows);
}

describe('variables', () => {
  test('are encrypted in the database, and readable through it', async () => {
    expect(await variables.save([{ key: 'token', value: 'hunter2', description: 'API' }])).toEqual(['token']);
    expect(await textOf('variable')).not.toContain('hunter2');
    expect(await variables.find('token')).toEqual({
      key: 'token',
      value: 'hunter2',
      description: 'API',
      isEncrypted: true,
      source: 'database',
    });
  });

  test('keep their description when only the value changes', async () => {
    await variables.save([{ key: 'kept', value: 'a', description: 'why' }]);
    expect(await variables.save([{ key: 'kept', value: 'b', description: null }])).toEqual([]);
    expect(await variables.find('kept')).toMatchObject({ value: 'b', description: 'why' });
  });

  test('of the environment go before those of the database', async () => {
    await variables.save([{ key: 'my-key', value: 'inside', description: null }]);
    expect(await variables.find('my-key')).toMatchObject({ value: 'from outside', source: 'environment' });
  });

  test('that were moved to another row do not open', async () => {
    await variables.save([
      { key: 'one', value: 'x', description: null },
      { key: 'two', value: 'y', description: null },
    ]);
    await testDatabase.database.runScript(
      `update variable set value = (select value from variable where key = 'one') where key = 'two'`,
    );
    await expect(variables.find('two')).rejects.toMatchObject({ code: 'SECRET_UNREADABLE' });
    await testDatabase.database.runScript(`delete from variable where key in ('one', 'two')`);
  });

  test('are suggested when misspelt', async () => {
    await expect(variables.find('tokn')).rejects.toThrow('There is no variable "tokn". Did you mean "token"?');
    await expect(variables.delete('tokn')).rejects.toMatchObject({ code: 'VARIABLE_NOT_FOUND' });
    await variables.delete('token');
    expect((await variables.list()).map(({ key }) => key)).not.toContain('token');
  });
});

describe('connections', () => {
  const connection = {
    connectionId: 'dwh',
    connType: 'postgres',
    description: null,
    host: 'db',
    port: 5432,
    login: 'etl',
    password: 'hunter2',
    schema: 'dwh',
    extra: '{"token":"hunter3"}',
  };

  test('keep password and extra encrypted', async () => {
    expect(await connections.save([connection], { mayReplace: false })).toEqual(['dwh']);
    const stored = await textOf('connection');
    expect(stored).toContain('etl');
    expect(stored).not.toMatch(/hunter/);
    expect(await connections.find('dwh')).toEqual({ ...connection, source: 'database' });
    expect(await connections.list()).toEqual([connection]);
  });

  test('are stored all or none', async () => {
    const both = [{ ...connection, connectionId: 'other' }, connection];
    await expect(connections.save(both, { mayReplace: false })).rejects.toThrow('There is already a connection "dwh".');
    await expect(connections.find('other')).rejects.toMatchObject({ code: 'CONNECTION_NOT_FOUND' });
    expect(await connections.save(both, { mayReplace: true })).toEqual(['other']);
  });

  test('of the environment go before those of the database', async () => {
    await connections.save([{ ...connection, connectionId: 'my_db' }], { mayReplace: false });
    expect(await connections.find('my_db')).toMatchObject({ host: 'outside', connType: 'http', source: 'environment' });
  });

  test('need an id of allowed characters', async () => {
    await expect(
      connections.save([{ ...connection, connectionId: 'a b' }], { mayReplace: false }),
    ).rejects.toMatchObject({ code: 'CONNECTION_INVALID' });
  });
});

describe('rotation', () => {
  const old = new Uint8Array(32).fill(1);
  const fresh = new Uint8Array(32).fill(2);
  const actor = { userId: null, owner: 'me', via: 'cli', happenedAt: Date.UTC(2026, 0, 1) } as const;
  const connection = {
    connectionId: 'rotated',
    connType: 'http',
    description: null,
    host: null,
    port: null,
    login: null,
    password: 'hunter2',
    schema: null,
    extra: null,
  };

  test('seals everything with the first key, once, and keeps what is in clear no longer', async () => {
    await variables.save([{ key: 'rotated', value: 'hunter2', description: null }]);
    await connections.save([connection], { mayReplace: false });
    await testDatabase.database.runScript(`insert into variable (key, value) values ('clear', 'hunter2')`);
    const { database } = testDatabase;
    const done = await rotateSecrets(database, secretBox(fresh, old), actor);
    expect(done.variables).toBeGreaterThanOrEqual(2);
    expect(done.connections).toBeGreaterThanOrEqual(1);
    expect(await rotateSecrets(database, secretBox(fresh, old), actor)).toEqual({ variables: 0, connections: 0 });
    expect(await textOf('variable')).not.toContain('hunter2');
    const context = { database, secrets: async () => secretBox(fresh), environment };
    expect(await variableOperations(context).find('rotated')).toMatchObject({ value: 'hunter2' });
    expect(await variableOperations(context).find('clear')).toMatchObject({ value: 'hunter2' });
    expect(await connectionOperations(context).find('rotated')).toMatchObject(connection);
  });

  test('changes nothing when one cannot be opened', async () => {
    const before = await textOf('variable');
    const strange = secretBox(new Uint8Array(32).fill(3));
    await expect(rotateSecrets(testDatabase.database, strange, actor)).rejects.toMatchObject({
      code: 'SECRET_UNREADABLE',
    });
    expect(await textOf('variable')).toBe(before);
  });
});

describe('pools', () => {
  test('are changed without touching what is taken, and the default one stays', async () => {
    const pools = poolOperations({ database: testDatabase.database });
    const pool = { name: 'dwh', slots: 4, description: 'd', includeDeferred: false };
    expect(await pools.save([pool])).toEqual(['dwh']);
    await testDatabase.database.runScript(`update pool set occupied = 3 where name = 'dwh'`);
    expect(await pools.save([{ ...pool, slots: -1 }])).toEqual([]);
    expect(await pools.find('dwh')).toMatchObject({ slots: -1, occupied: 3 });
    await expect(pools.save([{ ...pool, slots: -2 }])).rejects.toMatchObject({ code: 'POOL_INVALID' });
    await expect(pools.find('dwx')).rejects.toThrow('There is no pool "dwx". Did you mean "dwh"?');
    await expect(pools.delete('default_pool')).rejects.toMatchObject({ code: 'POOL_PROTECTED' });
    await pools.delete('dwh');
    expect((await pools.list()).map(({ name }) => name)).toEqual(['default_pool']);
  });
});
