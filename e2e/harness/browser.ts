import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const ui = fileURLToPath(new URL('../../packages/ui', import.meta.url));
const vite = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url));

/** Why no test can use a browser here; null when it can. */
export function lackOfBrowser(): string | null {
  return existsSync(CHROMIUM) ? null : `There is no ${CHROMIUM}. To have it: apt-get install chromium`;
}

/** The caller closes it. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}

/** Builds the pages, unless they are built. */
export async function buildPages(): Promise<void> {
  if (existsSync(`${ui}/dist/index.html`)) return;
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: ui });
}
