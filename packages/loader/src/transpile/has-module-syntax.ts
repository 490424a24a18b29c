import { initSync, parse } from 'es-module-lexer';

let isReady = false;

/** True when JavaScript has `import`, `export` or `import.meta`, so that only an ES module can be meant. */
export function hasModuleSyntax(code: string): boolean {
  if (!/\b(?:import|export)\b/.test(code)) return false;
  if (!isReady) initSync();
  isReady = true;
  try {
    const [, , , found] = parse(code);
    return found;
  } catch {
    // What the lexer cannot read, the parser of the next step says better.
    return false;
  }
}
