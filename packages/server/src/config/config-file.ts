import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigUnloadableError } from './errors.ts';

const NAMES = ['tradewind.config.ts', 'tradewind.config.mts', 'tradewind.config.js', 'tradewind.config.mjs'];

/** The configuration file of `folder` or of the nearest folder above it; null when there is none. */
export function findConfigFile(folder: string): string | null {
  for (const name of NAMES) {
    const file = join(folder, name);
    if (existsSync(file)) return file;
  }
  const above = dirname(folder);
  return above === folder ? null : findConfigFile(above);
}

/**
 * The default export of a configuration file. TypeScript is loaded by Node itself, which strips the types.
 *
 * @throws {ConfigUnloadableError} when the file is missing, has a wrong syntax or throws.
 */
export async function loadConfigFile(file: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
    return module.default;
  } catch (cause) {
    throw new ConfigUnloadableError(file, cause);
  }
}
