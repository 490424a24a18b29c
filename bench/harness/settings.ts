/** Under what circumstances figures were taken: without these they mean nothing. */
import { execFileSync } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@tradewind/server/config';
import type { Database } from '@tradewind/store';

export interface Settings {
  readonly commit: string;
  readonly code: 'dist' | 'source';
  readonly node: string;
  readonly postgres: string;
  readonly fsync: string;
  readonly synchronous_commit: string;
  readonly full_page_writes: string;
  readonly wal_sync_method: string;
  readonly shared_buffers: string;
  readonly file_system: string;
  /** Writing 8 KiB and making it durable, the fastest of some: no commit can be faster. */
  readonly fdatasync_ms: number;
  readonly cpu: string;
  readonly cores: number;
  readonly memory_gb: number;
  /** Of the last minute, before the scenario: on a quiet machine it is near 0. */
  readonly load: number;
  readonly slots: number;
  readonly min_children: number;
  readonly max_children: number;
  readonly default_pool_slots: number;
}

const DATABASE_SETTINGS = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_sync_method',
  'shared_buffers',
] as const;

const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  61267: 'ext4',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  2035054128: 'overlay',
  16914836: 'tmpfs (in memory!)',
};

const SYNC_SAMPLES = 50;
const BYTES_PER_GB = 2 ** 30;

export async function readSettings(config: Config, database: Database): Promise<Settings> {
  const [server] = await database.query<Record<(typeof DATABASE_SETTINGS)[number] | 'version', string>>({
    name: 'bench-settings',
    text: `select current_setting('server_version') as version,
             ${DATABASE_SETTINGS.map((name) => `current_setting('${name}') as ${name}`).join(', ')}`,
  });
  const [pool] = await database.query<{ slots: number }>({
    name: 'bench-default-pool',
    text: `select slots from pool where name = 'default_pool'`,
  });
  const { version, ...settings } = server!;
  const { core, worker } = config;
  return {
    commit: commitOfSources(),
    code: import.meta.resolve('@tradewind/store').endsWith('.ts') ? 'source' : 'dist',
    node: process.versions.node,
    postgres: version,
    ...settings,
    file_system: fileSystemOf(core.home),
    fdatasync_ms: measureSync(core.home),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memory_gb: Math.round(totalmem() / BYTES_PER_GB),
    load: Number(loadavg()[0]!.toFixed(2)),
    slots: core.parallelism,
    min_children: worker.minWarm,
    max_children: core.parallelism,
    default_pool_slots: pool?.slots ?? 0,
  };
}

function fileSystemOf(folder: string): string {
  const { type } = statfsSync(folder);
  return FILE_SYSTEMS[type] ?? `type 0x${type.toString(16)}`;
}

function measureSync(folder: string): number {
  const path = join(folder, 'sync-probe');
  const file = openSync(path, 'w');
  const block = Buffer.alloc(8192);
  try {
    const samples = Array.from({ length: SYNC_SAMPLES }, () => {
      const from = performance.now();
      writeSync(file, block, 0, block.length, 0);
      fdatasyncSync(file);
      return performance.now() - from;
    });
    return Number(Math.min(...samples).toFixed(3));
  } finally {
    closeSync(file);
    rmSync(path);
  }
}

/** With `+changes` when the sources differ from it. */
function commitOfSources(): string {
  const git = (...words: string[]): string =>
    execFileSync('git', ['-C', import.meta.dirname, ...words], { encoding: 'utf8' }).trim();
  try {
    return (
      git('rev-parse', '--short', 'HEAD') +
      (git('status', '--porcelain', '--', '../../packages') === '' ? '' : '+changes')
    );
  } catch {
    return 'unknown';
  }
}
