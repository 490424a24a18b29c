/**
 * `require`, `__filename` and `__dirname` for ES modules in TypeScript, whose authors often come from a build to CommonJS.
 *
 * Only in files that are ES modules because of their syntax rather than by declaration, and only the names that the
 * file uses and does not declare.
 */
import { declaredModuleKind, type ModuleKind } from '../project/declared-module-kind.ts';

const DEFINITIONS: Readonly<Record<string, string>> = {
  require: '__tradewindCreateRequire(import.meta.url)',
  __filename: 'import.meta.filename',
  __dirname: 'import.meta.dirname',
};

export function addCommonjsNames(
  file: string,
  code: string,
  kind: ModuleKind,
): { readonly code: string; readonly addedLines: number } {
  if (kind === 'commonjs' || declaredModuleKind(file) === 'module') return { code, addedLines: 0 };
  const names = Object.keys(DEFINITIONS).filter((name) => isUsed(code, name) && !isDeclared(code, name));
  if (names.length === 0) return { code, addedLines: 0 };
  const constants = names.map((name) => `const ${name} = ${DEFINITIONS[name]};`).join(' ');
  const imported = names.includes('require')
    ? "import { createRequire as __tradewindCreateRequire } from 'node:module'; "
    : '';
  return { code: `${imported}${constants}\n${code}`, addedLines: 1 };
}

function isUsed(code: string, name: string): boolean {
  return new RegExp(`(?<![.\\w$])${name}(?![\\w$:])`).test(code);
}

/** Declared by itself, inside of a pattern, or by an import. */
function isDeclared(code: string, name: string): boolean {
  const word = `(?<![.\\w$])${name}(?![\\w$])`;
  return new RegExp(
    `(?:const|let|var|function|class)\\s+${word}|(?:const|let|var)\\s*[{[][^=;]*${word}[^=;]*=|import\\s[^;'"]*${word}[^;'"]*from`,
  ).test(code);
}
