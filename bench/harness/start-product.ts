/** Starts the product for a scenario: a home of its own, DAG files in its DAG folder, a process that runs it. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadConfig } from '@tradewind/server/config';
import { openConfiguredDatabase } from '@tradewind/server/platform';
import { migrateDatabase, openDatabase } from '@tradewind/store';
import type { BenchOptions } from './bench-options.ts';
import { Cleanup } from './cleanup.ts';
import type { DagFile } from './dag-files.ts';
import { parentOf } from './process-usage.ts';
import { Product } from './product.ts';
import { ProductChannel } from './product-channel.ts';
import { readSettings } from './settings.ts';

export interface ProductSetup {
  readonly files: readonly DagFile[];
  /** DAGs that must be claimed before anything is measured. */
  readonly dagIds: readonly string[];
  /** Attempts at once. @default 32, the product's default */
  readonly slots?: number;
  /** Further variables of the configuration. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Runs before the product starts, on the migrated database. */
  readonly prepare?: (product: PreparedHome) => Promise<void>;
}

export interface PreparedHome {
  readonly database: Product['database'];
}

export async function startProduct(setup: ProductSetup, options: BenchOptions): Promise<Product> {
  const home = makeHome(setup.files);
  const rest = { isKept: options.isKept };
  const cleanup = new Cleanup();
  cleanup.add(() => rest.isKept || rmSync(home, { recursive: true, force: true }));
  const environment = {
    TRADEWIND__CORE__HOME: join(home, 'home'),
    TRADEWIND__CORE__DAGS_FOLDER: join(home, 'dags'),
    TRADEWIND__CORE__DAGS_ARE_PAUSED_AT_CREATION: 'false',
    TRADEWIND__CORE__PARALLELISM: String(options.slots ?? setup.slots ?? 32),
    ...(options.minChildren === null ? {} : { TRADEWIND__WORKER__MIN_WARM: String(options.minChildren) }),
    ...(options.databaseUrl === null
      ? {}
      : { TRADEWIND__DATABASE__URL: await makeDatabase(options.databaseUrl, rest, cleanup) }),
    ...setup.environment,
  };
  try {
    const { config } = await loadConfig({ folder: home, environment });
    const opening = openConfiguredDatabase(config);
    cleanup.add(async () => (await opening).close());
    const { database } = await opening;
    await migrateDatabase(database);
    await setup.prepare?.({ database });
    const channel = new ProductChannel({ home, environment }, options.profileFolder);
    cleanup.add(() => channel.close());
    await channel.ready();
    const product = new Product({
      home,
      config,
      database,
      channel,
      postmasterPid: await findPostmaster(database),
      settings: await readSettings(config, database),
      profileFolder: options.profileFolder,
      cleanup,
      leave: () => {
        rest.isKept = true;
      },
    });
    await product.awaitDags(setup.dagIds);
    return product;
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

/** As root, the embedded server runs as another user, who must be able to enter. */
function makeHome(files: readonly DagFile[]): string {
  const home = mkdtempSync(join(tmpdir(), 'tradewind-bench-'));
  chmodSync(home, 0o755);
  writeDagFiles(home, files);
  return home;
}

export function writeDagFiles(home: string, files: readonly DagFile[]): void {
  for (const { path, text } of files) {
    const file = join(home, 'dags', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Makes a database of its own on the server, and returns its URL. */
async function makeDatabase(serverUrl: string, rest: { readonly isKept: boolean }, cleanup: Cleanup): Promise<string> {
  const name = `tradewind_bench_${process.pid}_${Date.now()}`;
  const run = async (sql: string): Promise<void> => {
    const admin = openDatabase({ url: serverUrl, maxConnections: 1 });
    try {
      await admin.runScript(sql);
    } finally {
      await admin.close();
    }
  };
  await run(`create database ${name}`);
  cleanup.add(() => rest.isKept || run(`drop database if exists ${name} with (force)`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** The process of the database server, when it runs on this machine. */
export async function findPostmaster(database: Product['database']): Promise<number | null> {
  const [row] = await database.query<{ pid: number }>({ name: 'bench-pid', text: 'select pg_backend_pid() as pid' });
  return row === undefined ? null : parentOf(row.pid, 'postgres');
}
