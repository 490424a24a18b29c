import { sha256 } from '../bundle/manifest.ts';
import { type BundleFiles, findDependencies } from './find-dependencies.ts';

/**
 * A hash of everything that a DAG file depends on: equal as long as none of those files appears, changes or vanishes.
 *
 * `imported` are the modules that loading the file evaluated.
 */
export function fingerprintOf(bundle: BundleFiles, file: string, imported: Iterable<string>): string {
  const lines = findDependencies(bundle, file, imported).map((path) => `${path}\n${bundle.files.get(path)!.sha256}\n`);
  return sha256(lines.join(''));
}
