/** A database of its own for each test file, cloned from a migrated template. */
import { randomBytes } from 'node:crypto';
import { type Database, type DatabaseOptions, migrateDatabase, openDatabase } from '@tradewind/store';

/** Where the server for tests is: a URL, or the options of a connection as JSON. */
const SERVER_VARIABLE = 'TRADEWIND_TEST_DATABASE_URL';

export interface TestDatabase {
  readonly database: Database;
  readonly options: DatabaseOptions;
  /** Closes and drops it; connections that are still open are ended. */
  drop(): Promise<void>;
}

const TEMPLATE_LOCK = 7_214_530_011;

/** Creates a database with the current schema. Takes about 30 ms, and the first time as long as the migrations do. */
export async function createTestDatabase(options: { readonly maxConnections?: number } = {}): Promise<TestDatabase> {
  const server = serverOptions();
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const admin = openDatabase({ ...server, maxConnections: 1 });
  try {
    const template = await ensureTemplate(server, admin);
    await admin.runScript(`create database ${name} template ${template}`);
  } finally {
    await admin.close();
  }
  const own = { ...withDatabase(server, name), ...options };
  const database = openDatabase(own);
  return {
    database,
    options: own,
    async drop() {
      await database.close();
      const last = openDatabase({ ...server, maxConnections: 1 });
      await last.runScript(`drop database if exists ${name} with (force)`);
      await last.close();
    },
  };
}

/** An empty database, without a schema. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const server = serverOptions();
  const name = `empty_${process.pid}_${randomBytes(4).toString('hex')}`;
  const admin = openDatabase({ ...server, maxConnections: 1 });
  await admin.runScript(`create database ${name} template template0`);
  const own = withDatabase(server, name);
  const database = openDatabase(own);
  return {
    database,
    options: own,
    async drop() {
      await database.close();
      await admin.runScript(`drop database if exists ${name} with (force)`);
      await admin.close();
    },
  };
}

function serverOptions(): DatabaseOptions {
  const text = process.env[SERVER_VARIABLE];
  if (text === undefined) {
    throw new Error(
      `${SERVER_VARIABLE} is not set: run the tests with "npx vitest run" from the root of the repository.`,
    );
  }
  return text.startsWith('{') ? (JSON.parse(text) as DatabaseOptions) : { url: text };
}

function withDatabase(server: DatabaseOptions, database: string): DatabaseOptions {
  if (server.url === undefined) return { ...server, database };
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}

/** The template is named after the process that started the tests, so that a changed migration makes a new one. */
async function ensureTemplate(server: DatabaseOptions, admin: Database): Promise<string> {
  const template = `template_${process.ppid}`;
  const connection = await admin.connect();
  try {
    await connection.client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const found = await connection.client.query('select 1 from pg_database where datname = $1', [template]);
    if (found.rowCount === 0) {
      const building = `building_${process.ppid}`;
      await connection.client.query(`drop database if exists ${building} with (force)`);
      await connection.client.query(`create database ${building} template template0`);
      const database = openDatabase({ ...withDatabase(server, building), maxConnections: 1 });
      await migrateDatabase(database);
      await database.close();
      await connection.client.query(`alter database ${building} rename to ${template}`);
    }
    return template;
  } finally {
    await connection.close();
  }
}
