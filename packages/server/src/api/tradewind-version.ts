import { readFileSync } from 'node:fs';

/** The version of this installation: that of the package that the server is in. */
export function tradewindVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return version as string;
}
