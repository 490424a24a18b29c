/**
 * Bundle versions in the worker's own home. One that is not there is fetched from the scheduler's side.
 *
 * Invariants
 * 1. A folder under its final name is complete: it was written under another name, verified, and renamed.
 * 2. Nothing is written outside of that folder, whatever the other side says.
 */
import { createHash, randomUUID } from 'node:crypto';
import { access, chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type BundleManifest,
  type BundleVersionId,
  canonicalJson,
  type Json,
  type WorkerQuestion,
} from '@tradewind/model';
import type { BundleSource } from '../execution-api.ts';
import { BundleCorruptError } from './errors.ts';
import type { RemoteWorkerListener } from './events.ts';

/** Files that are fetched at the same time. */
const LANES = 8;

export interface FetchedBundlesOptions {
  /** The home of this worker. */
  readonly home: string;
  readonly ask: (question: WorkerQuestion) => Promise<Json>;
  /** Gives a folder with the files of a bundle what else it needs, such as installed packages. */
  readonly complete: (folder: string) => Promise<void>;
  readonly onEvent: RemoteWorkerListener;
}

export class FetchedBundles implements BundleSource {
  readonly #options: FetchedBundlesOptions;

  constructor(options: FetchedBundlesOptions) {
    this.#options = options;
  }

  async bundleDirectory(version: BundleVersionId): Promise<string> {
    const folder = join(this.#options.home, 'bundles', version);
    if (await exists(folder)) return folder;
    const startedAt = performance.now();
    const files = await this.#fetch(version, folder);
    this.#options.onEvent({ kind: 'bundleFetched', version, files, ms: performance.now() - startedAt });
    return folder;
  }

  async #fetch(version: BundleVersionId, folder: string): Promise<number> {
    const { home, ask, complete } = this.#options;
    const manifest = (await ask({ kind: 'bundle_manifest', version })) as BundleManifest;
    checkManifest(version, manifest);
    const draft = join(home, 'bundles', `.${version}.${randomUUID()}`);
    try {
      await mkdir(draft, { recursive: true });
      const paths = Object.keys(manifest).values();
      await Promise.all(Array.from({ length: LANES }, () => this.#fetchFiles(version, manifest, draft, paths)));
      await complete(draft);
      await rename(draft, folder);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      // Another worker of this home was faster.
      if (!(await exists(folder))) throw error;
    }
    return Object.keys(manifest).length;
  }

  async #fetchFiles(
    version: BundleVersionId,
    manifest: BundleManifest,
    draft: string,
    paths: IterableIterator<string>,
  ): Promise<void> {
    for (const path of paths) {
      const { sha256: hash, size, executable } = manifest[path]!;
      const content = await this.#fetchFile(version, path, size);
      if (sha256(content) !== hash) throw new BundleCorruptError(version, `"${path}" has other bytes than promised`);
      await mkdir(dirname(join(draft, path)), { recursive: true });
      await writeFile(join(draft, path), content);
      await chmod(join(draft, path), executable === true ? 0o555 : 0o444);
    }
  }

  async #fetchFile(version: BundleVersionId, path: string, size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let offset = 0; offset < size; ) {
      const answer = await this.#options.ask({ kind: 'bundle_part', version, path, offset });
      const part = Buffer.from(String(answer), 'base64');
      if (part.length === 0) throw new BundleCorruptError(version, `"${path}" is shorter than promised`);
      parts.push(part);
      offset += part.length;
    }
    return Buffer.concat(parts);
  }
}

function checkManifest(version: BundleVersionId, manifest: BundleManifest): void {
  if (sha256(canonicalJson(manifest as unknown as Json)) !== version) {
    throw new BundleCorruptError(version, 'its list of files is not the one that gave it its name');
  }
  for (const path of Object.keys(manifest)) {
    const parts = path.split(/[/\\]/);
    const leadsOut = path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..');
    if (leadsOut) throw new BundleCorruptError(version, `it names a file outside of its folder: "${path}"`);
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

async function exists(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}
