/**
 * The relative paths that a module names in its text: `'./load.sql'`, `import('../lib/orders.ts')`,
 * `` `./queries/${table}.sql` ``.
 *
 * What a task imports or reads only when it runs is not seen by loading the file. A literal that begins with `./` or `../`
 * names it nearly always, and one that happens to look so costs a needless load, never a stale version.
 */
export interface Mention {
  /** As written, without the part after `${`. */
  readonly path: string;
  /** True when the rest of the path is computed, so that every file whose path begins so may be meant. */
  readonly isPrefix: boolean;
}

const LITERAL = /(['"`])(\.{1,2}\/[^'"`\n\\$]+)(\$\{)?/g;

export function findRelativeMentions(text: string): readonly Mention[] {
  const found = new Map<string, Mention>();
  for (const [, quote, path, computed] of text.matchAll(LITERAL)) {
    const isPrefix = quote === '`' && computed !== undefined;
    found.set(`${path}${isPrefix}`, { path: path!, isPrefix });
  }
  return [...found.values()];
}
