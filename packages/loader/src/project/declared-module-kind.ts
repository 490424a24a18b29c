/**
 * Whether a file is an ES module or CommonJS, as far as its ending and the nearest `package.json` say: Node's rule.
 * `null`: neither says, so its syntax does.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type ModuleKind = 'module' | 'commonjs';

const kinds = new Map<string, ModuleKind | null>();

export function declaredModuleKind(file: string): ModuleKind | null {
  if (/\.m[jt]s$/.test(file)) return 'module';
  if (/\.c[jt]s$/.test(file)) return 'commonjs';
  return kindOfFolder(dirname(file));
}

function kindOfFolder(folder: string): ModuleKind | null {
  const known = kinds.get(folder);
  if (known !== undefined) return known;
  const kind = readKind(folder);
  kinds.set(folder, kind);
  return kind;
}

function readKind(folder: string): ModuleKind | null {
  let text: string;
  try {
    text = readFileSync(join(folder, 'package.json'), 'utf8');
  } catch {
    const parent = dirname(folder);
    return parent === folder || folder.endsWith('node_modules') ? null : kindOfFolder(parent);
  }
  const { type } = JSON.parse(text) as { type?: unknown };
  return type === 'module' || type === 'commonjs' ? type : null;
}
