/**
 * Bundle versions of the scheduler's home, for workers that have another one.
 *
 * Invariant: nothing is handed out but files that the manifest of an existing version names.
 */
import { createHash } from 'node:crypto';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleManifest, BundleVersionId } from '@tradewind/model';
import { BundleVersionMissingError } from '../daemons/errors.ts';

const PART_BYTES = 1024 * 1024;
const MANIFESTS_KEPT = 8;
const VERSION = /^[0-9a-f]{64}$/;

export class BundleShelf {
  readonly #home: string;
  /** By version; the oldest one goes first. */
  readonly #manifests = new Map<BundleVersionId, Promise<BundleManifest>>();

  constructor(home: string) {
    this.#home = home;
  }

  /** @throws {BundleVersionMissingError} */
  manifest(version: BundleVersionId): Promise<BundleManifest> {
    const known = this.#manifests.get(version);
    if (known !== undefined) return known;
    const manifest = this.#read(version);
    this.#manifests.set(version, manifest);
    manifest.catch(() => this.#manifests.delete(version));
    if (this.#manifests.size > MANIFESTS_KEPT) this.#manifests.delete([...this.#manifests.keys()][0]!);
    return manifest;
  }

  /**
   * Bytes of a file in base64, from `offset` on, at most a MiB of them.
   *
   * @throws {BundleVersionMissingError} if there is no such version, or no such file in it.
   */
  async part(version: BundleVersionId, path: string, offset: number): Promise<string> {
    const manifest = await this.manifest(version);
    if (!Object.hasOwn(manifest, path)) throw new BundleVersionMissingError(version, path, undefined);
    const file = await open(join(this.#folder(version), path));
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(PART_BYTES), 0, PART_BYTES, offset);
      return buffer.toString('base64', 0, bytesRead);
    } finally {
      await file.close();
    }
  }

  async #read(version: BundleVersionId): Promise<BundleManifest> {
    const folder = this.#folder(version);
    if (!VERSION.test(version)) throw new BundleVersionMissingError(version, folder, undefined);
    const paths = await listFiles(folder, '').catch((cause: unknown) => {
      throw new BundleVersionMissingError(version, folder, cause);
    });
    const manifest: { [path: string]: BundleManifest[string] } = {};
    for (const path of paths.sort()) manifest[path] = await describe(join(folder, path));
    return manifest;
  }

  #folder(version: BundleVersionId): string {
    return join(this.#home, 'bundles', version);
  }
}

async function describe(file: string): Promise<BundleManifest[string]> {
  const [content, { mode }] = [await readFile(file), await stat(file)];
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { sha256, size: content.length, ...((mode & 0o111) === 0 ? {} : { executable: true as const }) };
}

/** Relative paths, with `/`. Installed packages are no part of a bundle; a worker has its own. */
async function listFiles(root: string, folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder + entry.name;
    if (entry.name === 'node_modules') continue;
    if (entry.isDirectory()) found.push(...(await listFiles(root, `${path}/`)));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}
