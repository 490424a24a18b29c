/**
 * `npm run -s bench -- <scenario> [options]`: builds what has changed, then runs the scenario on the pinned Node.
 *
 * What is measured is the built `dist` of the packages, as people run it. With `--source` it is the TypeScript sources,
 * and nothing is built; figures are the same, but for starting.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackages } from '../tools/bootstrap/build-packages.mjs';
import { binFolder, rootFolder } from '../tools/bootstrap/root-folder.mjs';

const words = process.argv.slice(2);
const isSource = words.includes('--source');
if (!isSource && !(await buildPackages())) process.exit(1);

const pinnedNode = join(binFolder, 'node');
const node = existsSync(pinnedNode) ? pinnedNode : process.execPath;
const conditions = isSource ? ['--conditions=@tradewind/source'] : [];
const child = spawn(node, [...conditions, join(rootFolder, 'bench', 'main.ts'), ...words], { stdio: 'inherit' });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));
