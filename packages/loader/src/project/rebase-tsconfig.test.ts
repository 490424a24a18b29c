import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rebaseTsconfig } from './rebase-tsconfig.ts';

let project: string;
let dags: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'tradewind-loader-'));
  dags = join(project, 'dags');
  mkdirSync(dags);
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

test('options that change the meaning come along, and paths that stay inside', () => {
  const options = {
    experimentalDecorators: true,
    outDir: './dist',
    baseUrl: '.',
    paths: { '~/*': ['./dags/lib/*'], 'src/*': ['./src/*'] },
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
  expect(JSON.parse(rebaseTsconfig(dags)!)).toEqual({
    compilerOptions: { experimentalDecorators: true, paths: { '~/*': ['./lib/*'] } },
  });
});

test('a folder with its own settings needs none', () => {
  writeFileSync(join(project, 'tsconfig.json'), '{}');
  writeFileSync(join(dags, 'tsconfig.json'), '{}');
  expect(rebaseTsconfig(dags)).toBeNull();
});
