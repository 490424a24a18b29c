/**
 * Bundle versions in the worker's own home. One that is not there is fetched from the server, file by file by hash: what
 * two versions have in common is fetched once.
 *
 * Invariants
 * 1. A folder under its final name is complete: it was written under another name, verified, and renamed.
 * 2. Nothing is written outside of that folder, whatever the other side says.
 * 3. No more versions are kept than `keptVersions`, except those that attempts need.
 */
import { createHash, randomUUID } from 'node:crypto';
import { access, appendFile, chmod, copyFile, link, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BundleManifest, type BundleVersionId, canonicalJson, type Json } from '@tradewind/model';
import type { BundleSource } from '../execution-api.ts';
import { BundleCorruptError } from './errors.ts';
import type { RemoteWorkerListener } from './events.ts';

/** Files that are fetched at the same time. */
const LANES = 8;
/** Where files lie by their hash, with one name for each mode. */
const FILES = '.files';
const VERSION = /^[0-9a-f]{64}$/;

export interface BundleServer {
  manifest(version: BundleVersionId): Promise<BundleManifest>;
  /** The bytes of a file from `offset` on, in pieces. A broken connection is thrown, and is no reason to give up. */
  file(version: BundleVersionId, sha256: string, offset: number): AsyncIterable<Buffer>;
}

export interface FetchedBundlesOptions {
  /** The home of this worker. */
  readonly home: string;
  readonly server: BundleServer;
  /** Gives a folder with the files of a bundle what else it needs, such as installed packages. */
  readonly complete: (folder: string) => Promise<void>;
  /** Versions that attempts need now. */
  readonly inUse: () => ReadonlySet<BundleVersionId>;
  /** A version is about to be removed. */
  readonly onRemove: (version: BundleVersionId) => void;
  /** @default 20 */
  readonly keptVersions?: number;
  readonly onEvent: RemoteWorkerListener;
}

export class FetchedBundles implements BundleSource {
  readonly #options: FetchedBundlesOptions;
  readonly #folder: string;
  #fetching = 0;

  constructor(options: FetchedBundlesOptions) {
    this.#options = options;
    this.#folder = join(options.home, 'bundles');
  }

  async bundleDirectory(version: BundleVersionId): Promise<string> {
    const folder = join(this.#folder, version);
    if (await exists(folder)) {
      // When it was needed last, for `#removeOld`.
      await utimes(folder, new Date(), new Date()).catch(() => undefined);
      return folder;
    }
    const startedAt = performance.now();
    this.#fetching += 1;
    const files = await this.#fetch(version, folder).finally(() => {
      this.#fetching -= 1;
    });
    this.#options.onEvent({ kind: 'bundleFetched', version, files, ms: performance.now() - startedAt });
    // What another one is about to use must stay.
    if (this.#fetching === 0) await this.#removeOld(version);
    return folder;
  }

  async #fetch(version: BundleVersionId, folder: string): Promise<number> {
    const { server, complete } = this.#options;
    const manifest = await server.manifest(version);
    checkManifest(version, manifest);
    const draft = join(this.#folder, `.${version}.${randomUUID()}`);
    try {
      await mkdir(draft, { recursive: true });
      await mkdir(join(this.#folder, FILES), { recursive: true });
      const paths = Object.keys(manifest).values();
      await Promise.all(Array.from({ length: LANES }, () => this.#fetchFiles({ version, manifest, draft }, paths)));
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
    {
      version,
      manifest,
      draft,
    }: { readonly version: BundleVersionId; readonly manifest: BundleManifest; readonly draft: string },
    paths: IterableIterator<string>,
  ): Promise<void> {
    for (const path of paths) {
      const kept = await this.#keepFile(version, path, manifest[path]!);
      await mkdir(dirname(join(draft, path)), { recursive: true });
      await link(kept, join(draft, path)).catch(() => copyFile(kept, join(draft, path)));
    }
  }

  /** The file under its hash, which is fetched when it is not there. */
  async #keepFile(
    version: BundleVersionId,
    path: string,
    { sha256: hash, size, executable }: BundleManifest[string],
  ): Promise<string> {
    const kept = join(this.#folder, FILES, executable === true ? `${hash}.x` : hash);
    if (await exists(kept)) return kept;
    const draft = `${kept}.${randomUUID()}`;
    try {
      await this.#download(version, { path, hash, size, draft });
      await chmod(draft, executable === true ? 0o555 : 0o444);
      await rename(draft, kept);
    } finally {
      await rm(draft, { force: true });
    }
    return kept;
  }

  async #download(
    version: BundleVersionId,
    file: { readonly path: string; readonly hash: string; readonly size: number; readonly draft: string },
  ): Promise<void> {
    const { path, hash, size, draft } = file;
    const sum = createHash('sha256');
    await appendFile(draft, '');
    let offset = 0;
    while (offset < size) {
      const before = offset;
      for await (const piece of this.#options.server.file(version, hash, offset)) {
        await appendFile(draft, piece);
        sum.update(piece);
        offset += piece.length;
        if (offset > size) throw new BundleCorruptError(version, `"${path}" is longer than promised`);
      }
      if (offset === before) throw new BundleCorruptError(version, `"${path}" is shorter than promised`);
    }
    if (sum.digest('hex') !== hash) throw new BundleCorruptError(version, `"${path}" has other bytes than promised`);
  }

  // What is not needed any more ---------------------------------------------------------------------------------------

  /** Removes the versions that were not needed for the longest time. A failure costs disk space, and nothing else. */
  async #removeOld(newest: BundleVersionId): Promise<void> {
    const { keptVersions = 20, inUse, onRemove, onEvent } = this.#options;
    const needed = inUse();
    const versions = await this.#byLastUse().catch(() => []);
    const spare = versions.filter((version) => version !== newest && !needed.has(version));
    const old = spare.slice(0, Math.max(0, versions.length - keptVersions));
    if (old.length === 0) return;
    for (const version of old) {
      onRemove(version);
      const gone = join(this.#folder, `.${version}.${randomUUID()}`);
      await rename(join(this.#folder, version), gone).catch(() => undefined);
      await rm(gone, { recursive: true, force: true }).catch(() => undefined);
    }
    await this.#removeUnlinked().catch(() => undefined);
    onEvent({ kind: 'bundlesRemoved', versions: old });
  }

  async #byLastUse(): Promise<readonly BundleVersionId[]> {
    const names = (await readdir(this.#folder)).filter((name) => VERSION.test(name));
    const used = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(this.#folder, name))).mtimeMs })),
    );
    return used.sort((one, other) => one.at - other.at).map(({ name }) => name as BundleVersionId);
  }

  /** Files that no version has any more. */
  async #removeUnlinked(): Promise<void> {
    for (const name of await readdir(join(this.#folder, FILES))) {
      const file = join(this.#folder, FILES, name);
      const isWhole = /^[0-9a-f]{64}(\.x)?$/.test(name);
      if (isWhole && (await stat(file)).nlink === 1) await rm(file, { force: true });
    }
  }
}

/** @throws {BundleCorruptError} unless it is the manifest whose hash is the version's name, and all its paths are inside. */
function checkManifest(version: BundleVersionId, manifest: BundleManifest): void {
  if (sha256(canonicalJson(manifest as unknown as Json)) !== version) {
    throw new BundleCorruptError(version, 'its list of files is not the one that it is named by');
  }
  for (const path of Object.keys(manifest)) {
    const parts = path.split(/[/\\]/);
    const leadsOut = path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..');
    if (leadsOut) throw new BundleCorruptError(version, `it names a file outside of its folder: "${path}"`);
  }
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
