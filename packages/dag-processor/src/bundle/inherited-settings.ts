/**
 * What a DAG folder takes over from the project around it: the kind of its modules, and what `tsconfig.json` says.
 *
 * A snapshot lies elsewhere, so these come along as files of their own, unless the folder has such files itself.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rebaseTsconfig } from '@tradewind/loader';

/** The text of files by path. */
export function readInheritedSettings(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const tsconfig = rebaseTsconfig(folder);
  if (tsconfig !== null) files.set('tsconfig.json', tsconfig);
  const type = existsSync(join(folder, 'package.json')) ? null : moduleTypeAbove(folder);
  if (type !== null) files.set('package.json', JSON.stringify({ type }));
  return files;
}

function moduleTypeAbove(folder: string): string | null {
  for (let at = folder; dirname(at) !== at; at = dirname(at)) {
    const path = join(dirname(at), 'package.json');
    if (!existsSync(path)) continue;
    const { type } = JSON.parse(readFileSync(path, 'utf8')) as { type?: unknown };
    return typeof type === 'string' ? type : null;
  }
  return null;
}
