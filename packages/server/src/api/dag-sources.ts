/** The files of DAGs, from the snapshots that the DAG processor made on this machine. */
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { DagSources } from '@tradewind/api-server';
import { snapshotFolder } from '@tradewind/dag-processor';

export interface DagSourceFolders {
  /** `core.home`, which holds the snapshots. */
  readonly home: string;
  /** By name of the bundle. */
  readonly bundles: Readonly<Record<string, string>>;
}

export function dagSources({ home, bundles }: DagSourceFolders): DagSources {
  return {
    folderOf: (bundleName) => bundles[bundleName] ?? null,
    async read({ bundleVersion, file }) {
      const folder = snapshotFolder(home, bundleVersion);
      const path = join(folder, file);
      if (relative(folder, path).startsWith('..')) return null;
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
  };
}

function isMissing(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === 'ENOENT' || code === 'ENOTDIR';
}
