/**
 * A connection to PostgreSQL: named prepared statements, transactions, and notifications that survive a reconnect.
 *
 * Terms: a *statement* is a named piece of SQL, prepared once a connection. Instants travel as milliseconds since the
 * epoch with fractions (`timestamptz` columns are read as numbers; write `to_timestamp($1 / 1000.0)`), `bigint` as number.
 *
 * Invariants
 * 1. Every connection runs in UTC.
 * 2. A failed transaction is rolled back before its error is thrown.
 * 3. A broken connection never returns to the pool.
 */
import pg from 'pg';
import { DatabaseUnreachableError } from './errors.ts';

export interface Statement {
  /** Unique in the program: the name under which connections keep the prepared statement. */
  readonly name: string;
  readonly text: string;
}

export interface DatabaseOptions {
  /** `postgres://…`, or a keyword form that `pg` understands. */
  readonly url?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  /**
   * Connections at most.
   * @default 4
   */
  readonly maxConnections?: number;
  /** Shown by the server in `pg_stat_activity`. */
  readonly applicationName?: string;
  /**
   * How long to wait for a connection.
   * @default 5000
   */
  readonly connectTimeoutMs?: number;
}

/** Whatever can run statements: the pool, or one transaction. */
export interface Queryable {
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Database extends Queryable {
  readonly options: DatabaseOptions;
  /** Runs `work` between `begin` and `commit`; rolls back when it throws. */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>;
  /** Runs SQL that may hold several statements and takes no values: migrations. */
  runScript(sql: string): Promise<void>;
  /**
   * A connection of its own, for a lock, a listener or the hot path. The caller closes it.
   *
   * `settings` are PostgreSQL's, for this connection alone.
   */
  connect(settings?: Readonly<Record<string, string>>): Promise<DatabaseConnection>;
  close(): Promise<void>;
}

export interface DatabaseConnection extends Queryable {
  readonly client: pg.Client;
  /** Settles when the connection ended, for whatever reason. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

const TIMESTAMPTZ = 1184;
const INT8 = 20;
const TIMESTAMP = /^(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?\+00(?::00)?$/;

/** `2026-01-01 00:00:00.123456+00` as milliseconds since the epoch with fractions. */
function parseTimestamp(text: string): number {
  const parts = TIMESTAMP.exec(text);
  if (parts === null) return Date.parse(text);
  const [, year, month, day, hour, minute, second, fraction] = parts;
  const whole = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return whole + (fraction === undefined ? 0 : Number(fraction.padEnd(6, '0')) / 1000);
}

const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === TIMESTAMPTZ) return parseTimestamp;
    if (oid === INT8) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

function clientConfig(options: DatabaseOptions, settings: Readonly<Record<string, string>> = {}): pg.ClientConfig {
  const { url, host, port, user, password, database } = options;
  const target = url === undefined ? { host, port, user, password, database } : { connectionString: url };
  return {
    ...Object.fromEntries(Object.entries(target).filter(([, value]) => value !== undefined)),
    types: parsers,
    application_name: options.applicationName ?? 'tradewind',
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5000,
    options: Object.entries({ TimeZone: 'UTC', ...settings })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    keepAlive: true,
  };
}

async function runStatement<Row extends object>(
  client: pg.ClientBase,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await client.query<Row>({ name: statement.name, text: statement.text, values: [...values] });
  return result.rows;
}

/** SQLSTATE classes and system codes that mean "the server cannot be reached now", so that trying again helps. */
const UNREACHABLE =
  /^(08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** True when `error` says that the database is away, starting or shutting down rather than that a statement is wrong. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof DatabaseUnreachableError) return true;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && UNREACHABLE.test(code)) return true;
  return (
    typeof message === 'string' && /connection (terminated|error|timeout)|not queryable|timeout exceeded/i.test(message)
  );
}

function connectionOf(client: pg.Client): DatabaseConnection {
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
  // Without a listener an error of an idle connection would end the process; `ended` tells the owner.
  client.on('error', () => undefined);
  return {
    client,
    ended,
    query: (statement, values = []) => runStatement(client, statement, values),
    close: () => client.end(),
  };
}

/** Opens a pool. Nothing is connected until the first query. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({ ...clientConfig(options), max: options.maxConnections ?? 4, idleTimeoutMillis: 30_000 });
  pool.on('error', () => undefined);
  // A connection that breaks while it is in use tells its query; without a listener it would end the process as well.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    options,
    async query(statement, values = []) {
      const client = await pool.connect();
      let failure: Error | undefined;
      try {
        return await runStatement(client, statement, values);
      } catch (error) {
        if (isUnreachable(error)) failure = error as Error;
        throw error;
      } finally {
        client.release(failure);
      }
    },
    async transaction(work) {
      const client = await pool.connect();
      let failure: Error | undefined;
      try {
        await client.query('begin');
        const result = await work({ query: (statement, values = []) => runStatement(client, statement, values) });
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((cause: Error) => {
          failure = cause;
        });
        throw error;
      } finally {
        client.release(failure);
      }
    },
    async runScript(sql) {
      await pool.query(sql);
    },
    async connect(settings = {}) {
      const client = new pg.Client(clientConfig(options, settings));
      try {
        await client.connect();
      } catch (error) {
        throw isUnreachable(error) ? new DatabaseUnreachableError(describeTarget(options), error) : error;
      }
      return connectionOf(client);
    },
    close: () => pool.end(),
  };
}

/** Where the database is, for people; without its password. */
export function describeTarget(options: DatabaseOptions): string {
  if (options.url === undefined)
    return `${options.host ?? 'localhost'}:${options.port ?? 5432}/${options.database ?? ''}`;
  return options.url.replace(/\/\/([^:@/]*):[^@/]*@/, '//$1:***@');
}
