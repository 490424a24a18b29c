import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rootFolder, run, sourceArguments } from '../product/source-node.ts';
import { type BlockModule, makeProjectFolder, writeBlocks } from './block-modules.ts';
import { codeBlocksOf } from './code-blocks.ts';

const DOCUMENTS = ['README.md', 'docs/introduction.md', 'docs/first-dag.md', 'docs/authoring.md', 'docs/operating.md'];

let folder: string;
const modules: BlockModule[] = [];

beforeAll(async () => {
  folder = await makeProjectFolder();
  for (const document of DOCUMENTS) {
    const blocks = codeBlocksOf(document, readFileSync(join(rootFolder, document), 'utf8'));
    const typescript = blocks.filter(({ language }) => language === 'ts');
    modules.push(...(await writeBlocks(join(folder, document.replaceAll('/', '-')), typescript)));
  }
});
afterAll(() => rm(folder, { recursive: true }));

test('there are blocks', () => {
  expect(modules.length).toBeGreaterThan(15);
});

test('every block compiles', async () => {
  const tsc = join(rootFolder, 'node_modules/.bin/tsc');
  const { output } = await run(tsc, ['-p', folder, '--pretty', 'false'], { cwd: folder });
  // The sources of the repository are checked elsewhere, under their own rules.
  expect(output.split('\n').filter((line) => /^\S+\.md\/.*error/.test(line))).toEqual([]);
});

test('every block loads, and what it declares is a DAG', async () => {
  const loader = join(rootFolder, 'e2e/docs/load-modules.ts');
  const paths = modules.map(({ path }) => path);
  const { exitCode, output } = await run(process.execPath, [...sourceArguments, loader, ...paths], { cwd: folder });
  expect(exitCode, output).toBe(0);
  const loaded = JSON.parse(output) as { readonly [path: string]: readonly string[] | string };
  const found = modules.map(({ place, path }) => [place, loaded[path]]);
  const declared = modules.map(({ place, code }) => [place, [...code.matchAll(/\bdag\('(\w+)'/g)].map(([, id]) => id)]);
  expect(found).toEqual(declared);
});
