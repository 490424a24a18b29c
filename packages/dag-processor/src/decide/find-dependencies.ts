/**
 * Which files of a bundle a DAG file depends on, so that a change of one of them may change what the DAG means or does.
 *
 * 1. The file itself, and the modules that it imported while it was loaded, directly or not.
 * 2. What any of those names by a relative path in its text: modules that a task imports when it runs (and then what
 *    those name in turn), and data such as `./load.sql`.
 * 3. Data in the folder of the file and below. Its names are often computed, and a task that reads yesterday's SQL
 *    without a word is worse than a version too many. Data elsewhere counts when it is named (2).
 * 4. `package.json` and `tsconfig.json` of its folder and those above.
 */
import { posix } from 'node:path';
import { typescriptCandidates } from '@tradewind/loader';
import { isModuleFile, isSettingsFile } from '../bundle/file-kinds.ts';
import type { Mention } from '../bundle/relative-mentions.ts';
import type { ScannedFile } from '../bundle/scan-folder.ts';

export interface BundleFiles {
  readonly files: ReadonlyMap<string, ScannedFile>;
  /** The paths of `files`, sorted. */
  readonly paths: readonly string[];
  /** Those of `paths` that are no code. */
  readonly data: readonly string[];
  /** Those of `paths` that are settings of a project. */
  readonly settings: readonly string[];
}

export function bundleFilesOf(files: BundleFiles['files']): BundleFiles {
  const paths = [...files.keys()].sort();
  return { files, paths, data: paths.filter((path) => !isModuleFile(path)), settings: paths.filter(isSettingsFile) };
}

/** Paths, sorted. `imported` are the modules that loading `file` evaluated; those that are gone are left out. */
export function findDependencies(bundle: BundleFiles, file: string, imported: Iterable<string>): readonly string[] {
  const found = new Set<string>();
  const queue = [file, ...imported];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const facts = bundle.files.get(path);
    if (facts === undefined || found.has(path)) continue;
    found.add(path);
    for (const mention of facts.mentions) queue.push(...filesNamed(bundle, path, mention));
  }
  for (const path of pathsBeginningWith(bundle.data, folderOf(file))) found.add(path);
  for (const path of settingsAbove(bundle, file)) found.add(path);
  return [...found].sort();
}

function filesNamed(bundle: BundleFiles, from: string, { path, isPrefix }: Mention): readonly string[] {
  const [name] = path.split(/[?#]/);
  const target = posix.join(folderOf(from), name!);
  if (target.startsWith('..')) return [];
  if (isPrefix) return pathsBeginningWith(bundle.paths, target);
  if (bundle.files.has(target)) return [target];
  const source = typescriptCandidates(target).find((candidate) => bundle.files.has(candidate));
  if (source !== undefined) return [source];
  // `./` and `../` name no folder in particular: they are where paths begin.
  return /^(\.\.?\/)+$/.test(path) ? [] : pathsBeginningWith(bundle.paths, `${target.replace(/\/$/, '')}/`);
}

function* settingsAbove(bundle: BundleFiles, file: string): Iterable<string> {
  for (const path of bundle.settings) if (file.startsWith(folderOf(path))) yield path;
}

/** With `/` at its end; empty for the root. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function pathsBeginningWith(paths: readonly string[], prefix: string): readonly string[] {
  const start = firstAtOrAfter(paths, prefix);
  let end = start;
  while (end < paths.length && paths[end]!.startsWith(prefix)) end += 1;
  return paths.slice(start, end);
}

function firstAtOrAfter(paths: readonly string[], prefix: string): number {
  let low = 0;
  let high = paths.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (paths[middle]! < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}
