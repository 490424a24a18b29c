import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { getTsconfig, type TsConfigJsonResolved } from 'get-tsconfig';

/** The options that change what a file means when it runs. The others are about checking it. */
const MEANINGFUL = [
  'target',
  'strict',
  'strictNullChecks',
  'experimentalDecorators',
  'emitDecoratorMetadata',
  'useDefineForClassFields',
  'verbatimModuleSyntax',
  'jsx',
  'jsxFactory',
  'jsxFragmentFactory',
  'jsxImportSource',
] as const;

/**
 * What the `tsconfig.json` above `folder` says, as the text of a `tsconfig.json` inside of it, so that a copy of the
 * folder elsewhere keeps its meaning. Null when the folder has one itself, or none is above it.
 *
 * `paths` that lead out of the folder are left out: a copy does not have what they lead to.
 */
export function rebaseTsconfig(folder: string): string | null {
  if (existsSync(join(folder, 'tsconfig.json'))) return null;
  const found = getTsconfig(folder);
  if (found === null) return null;
  const { compilerOptions = {} } = found.config;
  const kept = MEANINGFUL.filter((name) => compilerOptions[name] !== undefined);
  const paths = rebasePaths(folder, dirname(found.path), compilerOptions);
  const options = { ...Object.fromEntries(kept.map((name) => [name, compilerOptions[name]])), ...paths };
  return JSON.stringify({ compilerOptions: options }, null, 2);
}

type Options = NonNullable<TsConfigJsonResolved['compilerOptions']>;

function rebasePaths(folder: string, home: string, { baseUrl, paths }: Options): Pick<Options, 'paths'> {
  const base = resolve(home, baseUrl ?? '.');
  const rebased = Object.entries(paths ?? {}).map(([pattern, targets]) => {
    return [pattern, targets.map((target) => relative(folder, resolve(base, target))).filter(isInside)] as const;
  });
  const inside = rebased.filter(([, targets]) => targets.length > 0);
  if (inside.length === 0) return {};
  return { paths: Object.fromEntries(inside.map(([pattern, targets]) => [pattern, targets.map((one) => `./${one}`)])) };
}

function isInside(path: string): boolean {
  return !path.startsWith('..') && !isAbsolute(path);
}
