/**
 * Bundle versions of this machine, for workers that have another home.
 *
 * Invariant: nothing is handed out but files that the manifest of an existing version names.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleManifest } from '@tradewind/model';
import { BundleVersionMissingError } from './errors.ts';

const MANIFESTS_KEPT = 8;
const VERSION = /^[0-9a-f]{64}$/;

export interface ShelvedFile {
  /** Where it is on this machine. */
  readonly path: string;
  readonly size: number;
}

export class BundleShelf {
  readonly #folder: string;
  /** By version; the oldest one goes first. */
  readonly #manifests = new Map<string, Promise<BundleManifest>>();

  /** `folder` has a folder for each version. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws {BundleVersionMissingError} */
  manifest(version: string): Promise<BundleManifest> {
    const known = this.#manifests.get(version);
    if (known !== undefined) return known;
    const manifest = this.#read(version);
    this.#manifests.set(version, manifest);
    manifest.catch(() => this.#manifests.delete(version));
    if (this.#manifests.size > MANIFESTS_KEPT) this.#manifests.delete([...this.#manifests.keys()][0]!);
    return manifest;
  }

  /** @throws {BundleVersionMissingError} if there is no such version, or no file of this hash in it. */
  async file(version: string, sha256: string): Promise<ShelvedFile> {
    const manifest = await this.manifest(version);
    const found = Object.entries(manifest).find(([, file]) => file.sha256 === sha256);
    if (found === undefined) throw new BundleVersionMissingError(version, `file ${sha256.slice(0, 12)} of it`);
    const [path, { size }] = found;
    return { path: join(this.#folder, version, path), size };
  }

  async #read(version: string): Promise<BundleManifest> {
    const folder = join(this.#folder, version);
    if (!VERSION.test(version)) throw new BundleVersionMissingError(version, folder);
    const paths = await listFiles(folder, '').catch((cause: unknown) => {
      throw new BundleVersionMissingError(version, folder, cause);
    });
    const manifest: { [path: string]: BundleManifest[string] } = {};
    for (const path of paths.sort()) manifest[path] = await describe(join(folder, path));
    return manifest;
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
