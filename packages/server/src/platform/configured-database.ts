import {
  checkSchema,
  type Database,
  describeTarget,
  type EmbeddedPostgresEvent,
  migrateDatabase,
  openDatabase,
  startEmbeddedPostgres,
} from '@tradewind/store';
import type { Config } from '../config/config-options.ts';
import { DatabaseRefusedError } from './errors.ts';

/** The database that the configuration names. */
export interface ConfiguredDatabase {
  readonly database: Database;
  readonly isEmbedded: boolean;
  /** Where it is, without its password. */
  readonly target: string;
  /** Closes the connections, and ends the embedded server unless others use it. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /**
   * Start the embedded server again when it ends unasked.
   * @default false
   */
  readonly restartOnExit?: boolean;
  /** Hears what the embedded server does. */
  readonly onServerEvent?: (event: EmbeddedPostgresEvent) => void;
}

/**
 * Opens the database at `database.url`, or the embedded one of `core.home`, which is started when it does not run.
 *
 * Nothing is said about the schema.
 *
 * @throws {DatabaseUnreachableError | DatabaseRefusedError} and what starting the embedded server throws.
 */
export async function openConfiguredDatabase(
  { core, database: options }: Config,
  { restartOnExit = false, onServerEvent = () => undefined }: OpenOptions = {},
): Promise<ConfiguredDatabase> {
  const { maxConnections } = options;
  if (options.url !== null) {
    const database = openDatabase({ url: options.url, maxConnections });
    await tryConnection(database);
    return { database, isEmbedded: false, target: describeTarget(database.options), close: () => database.close() };
  }
  const server = await startEmbeddedPostgres({ home: core.home, restartOnExit, log: onServerEvent });
  const database = openDatabase({ ...server.connection, maxConnections });
  return {
    database,
    isEmbedded: true,
    target: `the embedded PostgreSQL of ${core.home}`,
    async close() {
      await database.close();
      await server.stop();
    },
  };
}

/** Invalid authorisation, and a database that does not exist. */
const REFUSED = /^(28|3D)/;

/** @throws {DatabaseUnreachableError | DatabaseRefusedError} */
async function tryConnection(database: Database): Promise<void> {
  try {
    await (await database.connect()).close();
  } catch (error) {
    await database.close();
    const { code } = error as { readonly code?: unknown };
    const isRefused = typeof code === 'string' && REFUSED.test(code);
    throw isRefused ? new DatabaseRefusedError(describeTarget(database.options), error as Error) : error;
  }
}

/**
 * The same, with the schema of this program. The embedded database is migrated; a server of its own is only checked,
 * since other programs may use it: `tradewind db migrate` migrates that.
 *
 * @throws {SchemaMismatchError} when it is not migrated.
 */
export async function openMigratedDatabase(config: Config, options: OpenOptions = {}): Promise<ConfiguredDatabase> {
  const opened = await openConfiguredDatabase(config, options);
  try {
    await (opened.isEmbedded ? migrateDatabase(opened.database) : checkSchema(opened.database));
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}
