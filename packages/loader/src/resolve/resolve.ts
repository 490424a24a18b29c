/**
 * The resolve hook: what an import of a TypeScript project means, on top of Node's own rules.
 *
 * Node's answer is taken wherever it has one, so that packages behave as they do without us. Besides:
 * 1. `paths` and `baseUrl` of the nearest `tsconfig.json` are tried first, for files outside of `node_modules`.
 * 2. A relative path may leave its ending out, name the built file, or name a folder.
 * 3. The same holds for what `exports` and `imports` of a `package.json` lead to.
 */
import { existsSync, statSync } from 'node:fs';
import type { ResolveHookContext, ResolveHookSync } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isRequire } from '../is-require.ts';
import { findProject } from '../project/find-project.ts';
import { isForeign } from '../project/is-foreign.ts';
import { typescriptCandidates } from './typescript-candidates.ts';

type NextResolve = Parameters<ResolveHookSync>[2];
type Resolved = ReturnType<ResolveHookSync>;

/** What transformed code imports on its own, which the author's project need not have. */
const RUNTIME = '@oxc-project/runtime/';
const RELATIVE = /^(\.\.?(\/|$)|\/|file:)/;

export function resolve(specifier: string, context: ResolveHookContext, next: NextResolve): Resolved {
  if (specifier.startsWith(RUNTIME)) return next(specifier, { ...context, parentURL: import.meta.url });
  const { parentURL } = context;
  if (parentURL === undefined || !parentURL.startsWith('file:') || specifier.startsWith('node:')) {
    return next(specifier, context);
  }
  if (RELATIVE.test(specifier)) return resolveRelative(specifier, parentURL, context, next);
  return resolveByPaths(specifier, parentURL, context, next) ?? resolveBare(specifier, context, next);
}

function resolveRelative(
  specifier: string,
  parentURL: string,
  context: ResolveHookContext,
  next: NextResolve,
): Resolved {
  const url = new URL(specifier, parentURL);
  const found = findSource(fileURLToPath(url));
  return found === null ? next(specifier, context) : next(addressOf(found, context) + url.search + url.hash, context);
}

function resolveByPaths(
  specifier: string,
  parentURL: string,
  context: ResolveHookContext,
  next: NextResolve,
): Resolved | null {
  const parent = fileURLToPath(parentURL);
  if (isForeign(parent)) return null;
  for (const path of findProject(parent).matchPaths(specifier)) {
    const found = isFile(path) ? path : findSource(path);
    if (found !== null) return next(addressOf(found, context), context);
  }
  return null;
}

/** Node's answer; when that names a file which is not there, the source that it may be built from. */
function resolveBare(specifier: string, context: ResolveHookContext, next: NextResolve): Resolved {
  try {
    return next(specifier, context);
  } catch (error) {
    const found = findSourceOfMissing(error);
    if (found === null) throw error;
    return next(addressOf(found, context), context);
  }
}

/** `require` takes paths, `import` takes URLs. */
function addressOf(path: string, { conditions }: ResolveHookContext): string {
  return isRequire(conditions) ? path : pathToFileURL(path).href;
}

function findSourceOfMissing(error: unknown): string | null {
  const { code, url } = error as { code?: unknown; url?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND' || typeof url !== 'string' || !url.startsWith('file:')) return null;
  return findSource(fileURLToPath(url));
}

/** The file that `path` means besides itself, or null when `path` is a file or means nothing. */
function findSource(path: string): string | null {
  if (isFile(path)) return null;
  return typescriptCandidates(path).find((candidate) => existsSync(candidate)) ?? null;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
