/**
 * The DAG folder as a bundle: what is in it now, and snapshots of it.
 *
 * Terms: the *environment* is what DAG files see and a bundle version does not hold: the packages that are installed.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleVersionId } from '@tradewind/model';
import { type BundleFiles, bundleFilesOf } from '../decide/find-dependencies.ts';
import { DagFolderMissingError } from '../errors.ts';
import type { ResolvedOptions } from '../options.ts';
import { mayDeclareDags } from './file-kinds.ts';
import { readInheritedSettings } from './inherited-settings.ts';
import { nearestInstalled } from './link-installed-packages.ts';
import { type Manifest, sha256, versionOf } from './manifest.ts';
import { FolderScanner, type ScannedFile } from './scan-folder.ts';
import { writeSnapshot } from './snapshot.ts';

export interface BundleState extends BundleFiles {
  readonly version: BundleVersionId;
  readonly manifest: Manifest;
  /** Files that may declare DAGs, in the order of their paths. */
  readonly dagFiles: ReadonlySet<string>;
  /** Changes when packages are installed or removed. */
  readonly environment: string;
  /** Absolute paths, with what identifies them on disk. */
  readonly folders: ReadonlyMap<string, string>;
  readonly inherited: ReadonlyMap<string, string>;
}

export type BundleOptions = Pick<
  ResolvedOptions,
  'home' | 'folder' | 'dagFolder' | 'requiresMention' | 'tradewindPackage' | 'limits'
>;

export class Bundle {
  readonly #options: BundleOptions;
  readonly #scanner: FolderScanner;
  #snapshot: { readonly folder: string; readonly manifest: Manifest } | null = null;

  constructor(options: BundleOptions) {
    this.#options = options;
    this.#scanner = new FolderScanner(options.folder, options.limits);
  }

  /**
   * @throws {DagFolderMissingError}
   * @throws {BundleTooLargeError}
   */
  async read(): Promise<BundleState> {
    const { folder } = this.#options;
    await checkFolder(folder);
    const scan = await this.#scanner.scan();
    const inherited = readInheritedSettings(folder);
    const files = new Map(scan.files);
    for (const [path, text] of inherited) files.set(path, inheritedFile(text));
    const bundle = bundleFilesOf(files);
    const manifest = manifestOf(bundle);
    return {
      ...bundle,
      manifest,
      version: versionOf(manifest),
      dagFiles: new Set(bundle.paths.filter((path) => this.#isDagFile(path, files.get(path)!))),
      environment: await readEnvironment(folder),
      folders: scan.folders,
      inherited,
    };
  }

  /**
   * The folder of the snapshot of `state`, which it makes when there is none.
   *
   * @throws {BundleChangedError} when the DAG folder is no longer as `state` says.
   */
  async takeSnapshot({ manifest, inherited }: BundleState): Promise<string> {
    const { home, folder, tradewindPackage } = this.#options;
    const source = { folder, manifest, inherited, previous: this.#snapshot, tradewindPackage };
    const snapshot = await writeSnapshot(home, source);
    this.#snapshot = { folder: snapshot, manifest };
    return snapshot;
  }

  #isDagFile(path: string, file: ScannedFile): boolean {
    const { dagFolder, requiresMention } = this.#options;
    const isInside = dagFolder === '' || path.startsWith(`${dagFolder}/`);
    return isInside && mayDeclareDags(path) && (file.mentionsTradewind || !requiresMention);
  }
}

async function checkFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch((cause: unknown) => {
    throw new DagFolderMissingError(folder, cause);
  });
  if (!stats.isDirectory()) throw new DagFolderMissingError(folder, null);
}

function inheritedFile(text: string): ScannedFile {
  return { sha256: sha256(text), size: Buffer.byteLength(text), mentionsTradewind: false, mentions: [] };
}

function manifestOf({ paths, files }: { paths: readonly string[]; files: ReadonlyMap<string, ScannedFile> }): Manifest {
  return Object.fromEntries(
    paths.map((path) => {
      const { sha256: hash, size, executable } = files.get(path)!;
      return [path, { sha256: hash, size, ...(executable === undefined ? {} : { executable }) }];
    }),
  );
}

/** The times of what npm, pnpm and Yarn write into `node_modules` when they change it. */
async function readEnvironment(folder: string): Promise<string> {
  const installed = nearestInstalled(folder);
  if (installed === null) return 'nothing installed';
  const marks = ['.', '.package-lock.json', '.modules.yaml', '.yarn-state.yml'];
  const stamps = await Promise.all(
    marks.map(async (mark) => (await stat(join(installed, mark)).catch(() => null))?.mtimeMs ?? '-'),
  );
  return [installed, ...stamps].join(' ');
}
