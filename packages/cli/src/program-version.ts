import { readFileSync } from 'node:fs';

/** The version of Tradewind, from the manifest of this package. */
export function programVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}
