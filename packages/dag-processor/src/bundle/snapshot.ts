/**
 * Writes a bundle version to disk: a folder named by the hash of what is in it.
 *
 * Invariants
 * 1. A folder under its final name is complete: it was written under another name, verified, and renamed.
 * 2. Nobody writes into a snapshot: its files are read-only. So a file that the previous snapshot has too is a hard link
 *    to it and costs no bytes; a link to the author's own file would change under the reader.
 * 3. The bytes that were copied are those that were hashed, or the snapshot is not made.
 */
import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BundleVersionId } from '@tradewind/model';
import { BundleChangedError } from '../errors.ts';
import { linkInstalledPackages } from './link-installed-packages.ts';
import { type Manifest, type ManifestEntry, sha256, versionOf } from './manifest.ts';

export interface SnapshotSource {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Files of the manifest that are not in the folder. */
  readonly inherited: ReadonlyMap<string, string>;
  /** The snapshot to share unchanged files with. */
  readonly previous: { readonly folder: string; readonly manifest: Manifest } | null;
  /** The folder of the package `tradewind`, for projects that have not installed it. */
  readonly tradewindPackage: string | null;
}

/** Where the version lies below `home`. Workers on this machine read it there. */
export function snapshotFolder(home: string, version: BundleVersionId): string {
  return join(home, 'bundles', version);
}

/**
 * Makes sure that the snapshot exists, and returns its folder.
 *
 * @throws {BundleChangedError} when a file is no longer what the manifest says.
 */
export async function writeSnapshot(home: string, source: SnapshotSource): Promise<string> {
  const version = versionOf(source.manifest);
  const final = snapshotFolder(home, version);
  if (await isComplete(final, source.manifest)) {
    // The time of a folder says when it was last wanted: what nobody wanted for long is removed.
    await utimes(final, new Date(), new Date());
  } else {
    const draft = join(home, 'bundles', `.${version}.${randomUUID()}`);
    try {
      await mkdir(draft, { recursive: true });
      await writeFiles(draft, source);
      await rm(final, { recursive: true, force: true });
      await rename(draft, final);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      throw error;
    }
  }
  await linkInstalledPackages(final, source.folder, source.tradewindPackage);
  return final;
}

/** A crash of the machine can leave the name without the bytes; sizes tell. */
async function isComplete(folder: string, manifest: Manifest): Promise<boolean> {
  const sizes = await Promise.all(
    Object.entries(manifest).map(async ([path, { size }]) => {
      const stats = await stat(join(folder, path)).catch(() => null);
      return stats?.size === size;
    }),
  );
  return sizes.every(Boolean) && (await stat(folder).catch(() => null)) !== null;
}

async function writeFiles(draft: string, source: SnapshotSource): Promise<void> {
  const paths = Object.keys(source.manifest);
  for (const folder of new Set(paths.map((path) => dirname(path))))
    await mkdir(join(draft, folder), { recursive: true });
  await Promise.all(paths.map((path) => writeOne(draft, path, source.manifest[path]!, source)));
}

async function writeOne(draft: string, path: string, entry: ManifestEntry, source: SnapshotSource): Promise<void> {
  const target = join(draft, path);
  if (await isSharedWithPrevious(target, path, entry, source.previous)) return;
  const inherited = source.inherited.get(path);
  const content = inherited === undefined ? await readSource(source.folder, path) : Buffer.from(inherited);
  if (sha256(content) !== entry.sha256) throw new BundleChangedError(path);
  await writeFile(target, content);
  await chmod(target, entry.executable === true ? 0o555 : 0o444);
}

async function isSharedWithPrevious(
  target: string,
  path: string,
  entry: ManifestEntry,
  previous: SnapshotSource['previous'],
): Promise<boolean> {
  const before = previous?.manifest[path];
  if (previous === null || before?.sha256 !== entry.sha256 || before.executable !== entry.executable) return false;
  try {
    await link(join(previous.folder, path), target);
    return true;
  } catch {
    // Removed meanwhile, or a file system without links: a copy does as well.
    return false;
  }
}

async function readSource(folder: string, path: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new BundleChangedError(path);
    throw error;
  }
}
