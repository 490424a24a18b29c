import { fileURLToPath } from 'node:url';
import { createEmptyDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { dumpSchema } from './dump-schema.ts';
import { checkSchema, listMigrations, listPendingMigrations, migrateDatabase } from './migrate-database.ts';

const SCHEMA = fileURLToPath(new URL('../schema.sql', import.meta.url));

let empty: TestDatabase;
beforeAll(async () => {
  empty = await createEmptyDatabase();
});
afterAll(() => empty.drop());

describe('migrations', () => {
  test('an empty database lacks all of them, and the check says what to do', async () => {
    expect(await listPendingMigrations(empty.database)).toEqual(listMigrations());
    await expect(checkSchema(empty.database)).rejects.toThrow(/Run "tradewind db migrate" first/);
  });

  test('programs that start at once apply each of them once', async () => {
    const others = [openDatabase(empty.options), openDatabase(empty.options)];
    const applied = await Promise.all([empty.database, ...others].map((database) => migrateDatabase(database)));
    await Promise.all(others.map((database) => database.close()));
    expect(applied.flat().sort()).toEqual(listMigrations().map(({ name }) => name));
    await checkSchema(empty.database);
  });

  test('give the schema that schema.sql shows', async () => {
    await expect(await dumpSchema(empty.database)).toMatchFileSnapshot(SCHEMA);
  });

  test('a migration that changed after it was applied is refused', async () => {
    const change = { name: 'change', text: `update migration set sha256 = 'other' where name = $1` };
    const [first] = listMigrations();
    await empty.database.query(change, [first?.name]);
    await expect(migrateDatabase(empty.database)).rejects.toMatchObject({ code: 'MIGRATION_CHANGED' });
    await empty.database.query({ name: 'back', text: 'update migration set sha256 = $2 where name = $1' }, [
      first?.name,
      first?.sha256,
    ]);
  });

  test('a database of a newer version is refused', async () => {
    await empty.database.query({
      name: 'newer',
      text: `insert into migration (name, sha256) values ('9999-later', '')`,
    });
    await expect(checkSchema(empty.database)).rejects.toMatchObject({ code: 'SCHEMA_MISMATCH' });
  });
});
