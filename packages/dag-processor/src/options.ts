import type { Database } from '@tradewind/store';
import type { SizeLimits } from './bundle/scan-folder.ts';
import type { DagProcessorListener } from './events.ts';
import type { LoadPoolOptions } from './load/load-pool.ts';

export interface DagProcessorOptions {
  readonly database: Database;
  /** The folder of Tradewind's own files, as an absolute path; snapshots go to its `bundles`. */
  readonly home: string;
  /** The DAG folder, as an absolute path. All of it is the bundle. */
  readonly folder: string;
  /** @default 'dags' */
  readonly bundleName?: string;
  /**
   * Where in `folder` DAG files are looked for, with `/`; modules outside of it can be imported.
   * @default '' (everywhere)
   */
  readonly dagFolder?: string;
  /**
   * The folder of the package `tradewind`, so that DAG files can import it without an installation.
   * @default null
   */
  readonly tradewindPackage?: string | null;
  /**
   * Whether a new DAG is paused, unless it says so itself.
   * @default true
   */
  readonly isPausedAtCreation?: boolean;
  /**
   * Load a file only when its text has the word `tradewind`.
   * @default true
   */
  readonly requiresMention?: boolean;
  /** @default 50 MiB a file, 500 MiB together */
  readonly limits?: Partial<SizeLimits>;
  /** @default 30 s and 512 MB, 2 processes, 250 files each */
  readonly load?: Partial<LoadPoolOptions>;
  /**
   * How long nothing must change before the folder is read.
   * @default 25
   */
  readonly debounceMs?: number;
  /**
   * How often the folder is read although nothing seemed to change.
   * @default 30_000
   */
  readonly rescanIntervalMs?: number;
  /**
   * How long a snapshot stays after it was last wanted, when no version that may run again needs it.
   * @default 24 hours
   */
  readonly keepSnapshotsMs?: number;
  readonly listener?: DagProcessorListener;
}

export type ResolvedOptions = Required<Omit<DagProcessorOptions, 'limits' | 'load'>> & {
  readonly limits: SizeLimits;
  readonly load: LoadPoolOptions;
};

const MIB = 1024 * 1024;

export function resolveOptions(options: DagProcessorOptions): ResolvedOptions {
  return {
    bundleName: 'dags',
    dagFolder: '',
    tradewindPackage: null,
    isPausedAtCreation: true,
    requiresMention: true,
    debounceMs: 25,
    rescanIntervalMs: 30_000,
    keepSnapshotsMs: 24 * 60 * 60 * 1000,
    listener: () => undefined,
    ...options,
    limits: { maxFileBytes: 50 * MIB, maxBundleBytes: 500 * MIB, ...options.limits },
    load: { timeoutMs: 30_000, memoryLimitMb: 512, maxProcesses: 2, filesPerProcess: 250, ...options.load },
  };
}
