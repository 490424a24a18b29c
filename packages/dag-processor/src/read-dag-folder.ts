/** Reads a DAG folder once, without a database: for those who run a DAG outside of the schedule. */
import type { BundleVersionId, DagId, SerializedDag } from '@tradewind/model';
import { Bundle } from './bundle/bundle.ts';
import type { ImportFault } from './decide/decide-changes.ts';
import { LoadPool, type LoadPoolOptions } from './load/load-pool.ts';
import { outcomeOf } from './load/outcome-of.ts';
import { type DagProcessorOptions, resolveOptions } from './options.ts';

export type ReadDagFolderOptions = Pick<
  DagProcessorOptions,
  'home' | 'folder' | 'dagFolder' | 'tradewindPackage' | 'limits'
> & {
  readonly load?: Partial<LoadPoolOptions>;
};

export interface FoundDag {
  readonly dagId: DagId;
  readonly file: string;
  readonly serialized: SerializedDag;
}

export interface DagFolderContents {
  readonly bundleVersion: BundleVersionId;
  readonly dags: ReadonlyMap<DagId, FoundDag>;
  readonly faults: readonly { readonly file: string; readonly fault: ImportFault }[];
}

/**
 * Snapshots the folder and loads all of its DAG files.
 *
 * @throws {DagFolderMissingError}
 * @throws {BundleTooLargeError}
 */
export async function readDagFolder(options: ReadDagFolderOptions): Promise<DagFolderContents> {
  const resolved = resolveOptions({ ...options, database: undefined as never });
  const bundle = new Bundle(resolved);
  const pool = new LoadPool(resolved.load);
  try {
    const state = await bundle.read();
    const root = await bundle.takeSnapshot(state);
    const dags = new Map<DagId, FoundDag>();
    const faults: { readonly file: string; readonly fault: ImportFault }[] = [];
    await pool.load(root, [...state.dagFiles], (result) => {
      const outcome = outcomeOf(state, result);
      if (outcome.kind === 'failed') faults.push({ file: outcome.file, fault: outcome.fault });
      if (outcome.kind !== 'loaded') return;
      for (const { dagId, serialized } of outcome.dags) dags.set(dagId, { dagId, file: outcome.file, serialized });
    });
    return { bundleVersion: state.version, dags, faults };
  } finally {
    await pool.close();
  }
}
