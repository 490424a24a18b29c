#!/usr/bin/env node
import nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

const OLDEST = [22, 18];
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(`Tradewind needs Node ${OLDEST.join('.')} or newer, and this is ${process.versions.node}.\n`);
  process.exit(1);
}

// Compiled code is kept between starts; without a folder to keep it in, it is compiled each time.
nodeModule.enableCompileCache();

const { main } = await import('@tradewind/cli');
await main(process.argv.slice(2), { packageFolder: fileURLToPath(new URL('..', import.meta.url)) });
