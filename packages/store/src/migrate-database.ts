/**
 * Forward-only migrations: the files of `migrations/`, in the order of their names, each once, each in a transaction,
 * all under one advisory lock, so that several programs may start at once.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Database, describeTarget, type Queryable, type Statement } from './database.ts';
import { DatabaseVersionError, MigrationChangedError, SchemaMismatchError } from './errors.ts';

export interface Migration {
  /** File name without ending, such as `0001-engine`. */
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const FOLDER = fileURLToPath(new URL('../migrations/', import.meta.url));
const OLDEST = 150_000;
/** The bytes of "tradewnd". */
const LOCK = '8390880576440983140';

const serverVersion: Statement = {
  name: 'server-version',
  text: `select current_setting('server_version_num')::int as number, current_setting('server_version') as text`,
};
const createLedger: Statement = {
  name: 'create-migration-ledger',
  text: `create table if not exists migration (
           name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
};
const hasLedger: Statement = {
  name: 'has-migration-ledger',
  text: `select to_regclass('migration') is not null as present`,
};
const readLedger: Statement = {
  name: 'read-migration-ledger',
  text: 'select name, sha256 from migration order by name',
};
const recordMigration: Statement = {
  name: 'record-migration',
  text: 'insert into migration (name, sha256) values ($1, $2)',
};
const lock: Statement = { name: 'lock-migrations', text: `select pg_advisory_xact_lock(${LOCK})` };

export function listMigrations(): readonly Migration[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(FOLDER + file, 'utf8');
      return { name: file.slice(0, -'.sql'.length), sql, sha256: createHash('sha256').update(sql).digest('hex') };
    });
}

/** Applies what is missing. Returns the names of the migrations that this call applied. */
export async function migrateDatabase(database: Database): Promise<readonly string[]> {
  await checkServerVersion(database);
  const applied: string[] = [];
  for (;;) {
    const name = await database.transaction(applyNext);
    if (name === null) return applied;
    applied.push(name);
  }
}

/** The migrations that `migrateDatabase` would apply. */
export async function listPendingMigrations(database: Queryable): Promise<readonly Migration[]> {
  const [ledger] = await database.query<{ present: boolean }>(hasLedger);
  if (ledger?.present !== true) return listMigrations();
  return pendingAfter(await database.query<LedgerRow>(readLedger));
}

/** @throws {SchemaMismatchError} unless the schema is exactly the one of this program. */
export async function checkSchema(database: Database): Promise<void> {
  const pending = await listPendingMigrations(database);
  if (pending.length === 0) return;
  const names = pending.map(({ name }) => name).join(', ');
  throw new SchemaMismatchError(
    `The schema at ${describeTarget(database.options)} lacks ${names}. Run "tradewind db migrate" first.`,
  );
}

interface LedgerRow {
  readonly name: string;
  readonly sha256: string;
}

async function checkServerVersion(database: Queryable): Promise<void> {
  const [version] = await database.query<{ number: number; text: string }>(serverVersion);
  if (version === undefined || version.number < OLDEST) throw new DatabaseVersionError(version?.text ?? 'unknown');
}

async function applyNext(transaction: Queryable): Promise<string | null> {
  await transaction.query(lock);
  await transaction.query(createLedger);
  const [next] = pendingAfter(await transaction.query<LedgerRow>(readLedger));
  if (next === undefined) return null;
  await runUnprepared(transaction, next.sql);
  await transaction.query(recordMigration, [next.name, next.sha256]);
  return next.name;
}

/** A script of several statements cannot be prepared; an unnamed statement without values goes by the simple protocol. */
async function runUnprepared(transaction: Queryable, sql: string): Promise<void> {
  await transaction.query({ name: '', text: sql });
}

function pendingAfter(ledger: readonly LedgerRow[]): readonly Migration[] {
  const known = new Map(ledger.map((row) => [row.name, row.sha256]));
  const migrations = listMigrations();
  const names = new Set(migrations.map(({ name }) => name));
  const newer = ledger.find(({ name }) => !names.has(name));
  if (newer !== undefined) {
    throw new SchemaMismatchError(
      `The database was migrated by a newer version ("${newer.name}" is unknown here). Install that version or a later one.`,
    );
  }
  for (const migration of migrations) {
    const sha256 = known.get(migration.name);
    if (sha256 !== undefined && sha256 !== migration.sha256) throw new MigrationChangedError(migration.name);
  }
  return migrations.filter(({ name }) => !known.has(name));
}
