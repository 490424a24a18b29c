#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Compiled code is kept between starts; without a folder to keep it in, it is compiled each time.
enableCompileCache();

const { main } = await import('@tradewind/cli');
await main(process.argv.slice(2), { packageFolder: fileURLToPath(new URL('..', import.meta.url)) });
