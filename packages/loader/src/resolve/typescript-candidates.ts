/**
 * The files that a path in an import may mean, when there is no file at the path itself.
 *
 * TypeScript is written with the endings that it would have after a build (`./orders.js` for `orders.ts`), with its own,
 * or with none at all; a folder means its `index`.
 */
const WRITTEN_AS: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];

/** In the order of preference. */
export function typescriptCandidates(path: string): readonly string[] {
  const ending = /\.[cm]?jsx?$/.exec(path)?.[0];
  const stem = ending === undefined ? path : path.slice(0, -ending.length);
  const builtFrom = ending === undefined ? [] : WRITTEN_AS[ending]!.map((other) => stem + other);
  const folder = path.endsWith('/') ? path : `${path}/`;
  const withoutEnding = path.endsWith('/') ? [] : ENDINGS.map((other) => path + other);
  return [...builtFrom, ...withoutEnding, ...ENDINGS.map((other) => `${folder}index${other}`)];
}
