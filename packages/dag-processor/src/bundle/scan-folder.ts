/**
 * Reads a DAG folder into a list of files with their hashes.
 *
 * A file whose size, times and inode are what they were at the previous scan is not read again. Links are followed, since
 * a snapshot holds what they lead to; a link to a folder above itself is left out.
 */
import type { BigIntStats } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BundleTooLargeError } from '../errors.ts';
import { isModuleFile } from './file-kinds.ts';
import { IGNORE_FILE, IgnoreRules } from './ignore-rules.ts';
import { type ManifestEntry, sha256 } from './manifest.ts';
import { findRelativeMentions, type Mention } from './relative-mentions.ts';

export interface SizeLimits {
  /** @default 50 MiB */
  readonly maxFileBytes: number;
  /** Of all files together. @default 500 MiB */
  readonly maxBundleBytes: number;
}

export interface ScannedFile extends ManifestEntry {
  /** Modules only: whether the text has the word `tradewind`. */
  readonly mentionsTradewind: boolean;
  /** Modules only. */
  readonly mentions: readonly Mention[];
}

export interface Scan {
  /** By path relative to the folder, with `/`. */
  readonly files: ReadonlyMap<string, ScannedFile>;
  /** Every folder that was read, by absolute path, with what identifies it on disk: what a watcher has to watch. */
  readonly folders: ReadonlyMap<string, string>;
}

interface Found {
  readonly path: string;
  readonly stats: BigIntStats;
}

interface Remembered {
  readonly stamp: string;
  readonly file: ScannedFile;
}

/** Scans one folder again and again. */
export class FolderScanner {
  readonly #root: string;
  readonly #limits: SizeLimits;
  #remembered = new Map<string, Remembered>();

  constructor(root: string, limits: SizeLimits) {
    this.#root = root;
    this.#limits = limits;
  }

  /** @throws {BundleTooLargeError} before anything large is read. */
  async scan(): Promise<Scan> {
    const found: Found[] = [];
    const folders = new Map<string, string>();
    await this.#walk('', IgnoreRules.builtIn, new Set(), found, folders);
    this.#checkSizes(found);
    found.sort((a, b) => (a.path < b.path ? -1 : 1));
    const remembered = new Map<string, Remembered>();
    for (const one of found) {
      const read = await this.#read(one);
      if (read !== null) remembered.set(one.path, read);
    }
    this.#remembered = remembered;
    const files = new Map([...remembered].map(([path, { file }]) => [path, file]));
    return { files, folders };
  }

  async #walk(
    folder: string,
    inherited: IgnoreRules,
    above: ReadonlySet<string>,
    found: Found[],
    folders: Map<string, string>,
  ): Promise<void> {
    const absolute = join(this.#root, folder);
    const real = await unlessGone(realpath(absolute));
    if (real === null || above.has(real)) return;
    const names = await unlessGone(readdir(absolute));
    if (names === null) return;
    const { dev, ino } = await stat(absolute, { bigint: true });
    folders.set(absolute, `${dev}:${ino}`);
    const rules = names.includes(IGNORE_FILE)
      ? inherited.with(folder, await readFile(join(absolute, IGNORE_FILE), 'utf8'))
      : inherited;
    const inside = new Set([...above, real]);
    await Promise.all(
      names.map(async (name) => {
        const path = folder + name;
        // Rules for folders only end with a slash, which is known after the stat; most ignored names need none.
        if (name === IGNORE_FILE || rules.isIgnored(path)) return;
        const stats = await unlessGone(stat(join(absolute, name), { bigint: true }));
        if (stats?.isDirectory() && !rules.isIgnored(`${path}/`)) {
          await this.#walk(`${path}/`, rules, inside, found, folders);
        }
        if (stats?.isFile()) found.push({ path, stats });
      }),
    );
  }

  #checkSizes(found: readonly Found[]): void {
    const { maxFileBytes, maxBundleBytes } = this.#limits;
    const bySize = found.toSorted((a, b) => Number(b.stats.size - a.stats.size));
    const largest = bySize[0];
    if (largest === undefined) return;
    const total = found.reduce((sum, { stats }) => sum + Number(stats.size), 0);
    if (Number(largest.stats.size) > maxFileBytes) {
      throw new BundleTooLargeError(largest.path, Number(largest.stats.size), maxFileBytes, 'file');
    }
    if (total > maxBundleBytes) throw new BundleTooLargeError(largest.path, total, maxBundleBytes, 'bundle');
  }

  async #read({ path, stats }: Found): Promise<Remembered | null> {
    const stamp = [stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino, stats.mode].join(' ');
    const known = this.#remembered.get(path);
    if (known?.stamp === stamp) return known;
    const content = await unlessGone(readFile(join(this.#root, path)));
    if (content === null) return null;
    const text = isModuleFile(path) ? content.toString('utf8') : null;
    return {
      stamp,
      file: {
        sha256: sha256(content),
        size: content.length,
        ...((Number(stats.mode) & 0o111) === 0 ? {} : { executable: true as const }),
        mentionsTradewind: text?.includes('tradewind') ?? false,
        mentions: text === null ? [] : findRelativeMentions(text),
      },
    };
  }
}

/** Null when a file or folder vanished between being listed and being read; the next scan will know. */
async function unlessGone<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return null;
    throw error;
  }
}
