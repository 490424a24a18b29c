import { userInfo } from 'node:os';
import { type RotatedSecrets, rotateSecrets } from '@tradewind/api-server';
import {
  checkSchema,
  countOldDagRuns,
  type Database,
  deleteOldDagRuns,
  deleteOldDagVersions,
  listPendingMigrations,
  migrateDatabase,
  readServerVersion,
  resetDatabase,
} from '@tradewind/store';
import type { Config } from '../config/config-options.ts';
import { type ConfiguredDatabase, openConfiguredDatabase } from './configured-database.ts';
import { openSecretBox } from './open-platform.ts';

export interface DatabaseState {
  /** Where it is, without its password. */
  readonly target: string;
  readonly isEmbedded: boolean;
  readonly serverVersion: string;
  /** Names of migrations that are not applied. */
  readonly pending: readonly string[];
}

export interface CleanOptions {
  /** Runs that finished before this instant go. */
  readonly beforeAt: number;
  /** Counts and deletes nothing. */
  readonly isDryRun: boolean;
}

export interface CleanResult {
  readonly runs: number;
  /** Versions of DAGs that were not in force and that no run was made from. */
  readonly versions: number;
}

const RUNS_PER_BATCH = 1000;

/** Work on the database as a whole. None of it needs the schema to be there. */
export interface Maintenance {
  check(config: Config): Promise<DatabaseState>;
  /** Returns the names of the migrations that it applied. */
  migrate(config: Config): Promise<readonly string[]>;
  /** Deletes everything, and migrates anew. */
  reset(config: Config): Promise<void>;
  clean(config: Config, options: CleanOptions): Promise<CleanResult>;
  /** Seals every variable and connection with the first of the secret keys. @throws {SecretUnreadableError} */
  rotateSecrets(config: Config): Promise<RotatedSecrets>;
}

export const maintenance: Maintenance = {
  check: (config) =>
    withDatabase(config, async ({ database, target, isEmbedded }) => ({
      target,
      isEmbedded,
      serverVersion: await readServerVersion(database),
      pending: (await listPendingMigrations(database)).map(({ name }) => name),
    })),
  migrate: (config) => withDatabase(config, ({ database }) => migrateDatabase(database)),
  reset: (config) =>
    withDatabase(config, async ({ database }) => {
      await resetDatabase(database);
      await migrateDatabase(database);
    }),
  clean: (config, options) => withDatabase(config, ({ database }) => clean(database, options)),
  rotateSecrets: (config) =>
    withDatabase(config, async ({ database }) => {
      await checkSchema(database);
      const actor = { userId: null, owner: userInfo().username, via: 'cli', happenedAt: Date.now() } as const;
      return rotateSecrets(database, await openSecretBox(config), actor);
    }),
};

async function withDatabase<Result>(
  config: Config,
  work: (opened: ConfiguredDatabase) => Promise<Result>,
): Promise<Result> {
  const opened = await openConfiguredDatabase(config);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

/** In batches, so that no transaction grows long. */
async function clean(database: Database, { beforeAt, isDryRun }: CleanOptions): Promise<CleanResult> {
  if (isDryRun) return { runs: await countOldDagRuns(database, beforeAt), versions: 0 };
  let runs = 0;
  for (;;) {
    const deleted = await deleteOldDagRuns(database, beforeAt, RUNS_PER_BATCH);
    if (deleted === 0) break;
    runs += deleted;
  }
  return { runs, versions: await deleteOldDagVersions(database, beforeAt) };
}
