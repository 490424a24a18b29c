/**
 * Which files of a DAG folder are no part of the bundle: neither loaded nor copied.
 *
 * Rules have gitignore's syntax. Built-in rules come first, then the `.tradewindignore` of every folder on the way to the
 * file; a rule of a deeper folder decides over those above it, and `!pattern` takes a file back in, even one that is
 * left out by a built-in rule. As in git, what is below an ignored folder cannot be taken back in.
 */
import createIgnore, { type Ignore } from 'ignore';

export const IGNORE_FILE = '.tradewindignore';

/** Never part of a bundle, whatever the rules say. */
const ALWAYS = new Set(['node_modules', '.git', '.tradewind']);

const BUILT_IN = [
  '.hg',
  '.svn',
  '.DS_Store',
  // The private side of a mounted Kubernetes volume; its files appear beside it as links.
  '..*',
  // What editors write while they save.
  '*~',
  '*.swp',
  '.#*',
  '4913',
  '*.tsbuildinfo',
  '*.d.ts',
  '*.d.mts',
  '*.d.cts',
  '*.test.*',
  '*.spec.*',
];

/** The rules that hold in one folder and, unless a deeper one decides, below it. */
interface FolderRules {
  /** Relative to the bundle, with `/` at its end; empty for the bundle itself. */
  readonly folder: string;
  readonly rules: Ignore;
}

export class IgnoreRules {
  /** The deepest folder first. */
  readonly #levels: readonly FolderRules[];

  private constructor(levels: readonly FolderRules[]) {
    this.#levels = levels;
  }

  static readonly builtIn: IgnoreRules = new IgnoreRules([{ folder: '', rules: createIgnore().add(BUILT_IN) }]);

  /** These rules and those that the ignore file of `folder` (with `/` at its end) holds. */
  with(folder: string, text: string): IgnoreRules {
    return new IgnoreRules([{ folder, rules: createIgnore().add(text) }, ...this.#levels]);
  }

  /** `path` is relative to the bundle; that of a folder ends with `/`. Its parents are taken to be part of the bundle. */
  isIgnored(path: string): boolean {
    const name = path.replace(/\/$/, '').split('/').at(-1)!;
    if (ALWAYS.has(name)) return true;
    for (const { folder, rules } of this.#levels) {
      const { ignored, unignored } = rules.test(path.slice(folder.length));
      if (ignored || unignored) return ignored;
    }
    return false;
  }
}
