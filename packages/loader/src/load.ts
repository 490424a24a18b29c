/** The load hook: TypeScript, JSX and JSON as modules. Everything else is Node's. */
import { readFileSync } from 'node:fs';
import type { LoadHookContext, LoadHookSync } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isRequire } from './is-require.ts';
import { transpile } from './transpile/transpile.ts';

type NextLoad = Parameters<LoadHookSync>[2];
type Loaded = ReturnType<LoadHookSync>;

const TRANSPILED = /\.([cm]?ts|[jt]sx)$/;

export function load(url: string, context: LoadHookContext, next: NextLoad): Loaded {
  if (!url.startsWith('file:')) return next(url, context);
  const path = fileURLToPath(url);
  if (TRANSPILED.test(path)) return { ...transpile(path, readFileSync(path, 'utf8')), shortCircuit: true };
  if (path.endsWith('.json') && isImportWithoutType(context)) return loadJson(path);
  return next(url, context);
}

/** TypeScript needs no `with { type: 'json' }`; Node does. */
function isImportWithoutType({ conditions, importAttributes }: LoadHookContext): boolean {
  return !isRequire(conditions) && importAttributes?.['type'] === undefined;
}

function loadJson(path: string): Loaded {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  try {
    JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  return { format: 'module', source: `export default ${text.replaceAll('\u2028', '\\u2028')};`, shortCircuit: true };
}
