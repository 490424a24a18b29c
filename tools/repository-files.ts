import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository: an absolute path without a trailing separator. */
export const rootFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The files that are, or with the next commit can be, in the repository: paths relative to its root, with `/`, sorted.
 * What `.gitignore` names is not among them.
 */
export function listRepositoryFiles(): readonly string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const output = execFileSync('git', args, { cwd: rootFolder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const paths = new Set(output.split('\0').filter((path) => path !== '' && existsSync(join(rootFolder, path))));
  return [...paths].sort();
}

/** The text of a file of the repository. */
export function readRepositoryFile(path: string): string {
  return readFileSync(join(rootFolder, path), 'utf8');
}
