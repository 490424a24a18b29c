/**
 * Makes modules of the TypeScript in the documents, so that it can be compiled and loaded.
 *
 * A block with a file name is that file, beside the newest state of the files that blocks above it named. Any other block is a
 * module of its own, to which the imports are added that a reader takes for granted.
 */
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as tradewind from 'tradewind';
import * as operators from 'tradewind/operators';
import * as testing from 'tradewind/testing';
import { rootFolder } from '../product/source-node.ts';
import type { CodeBlock } from './code-blocks.ts';

export interface BlockModule {
  readonly place: string;
  readonly code: string;
  readonly path: string;
}

const IMPORTS: readonly (readonly [source: string, names: readonly string[]])[] = [
  ['tradewind', Object.keys(tradewind)],
  ['tradewind/operators', Object.keys(operators)],
  ['tradewind/testing', Object.keys(testing)],
  ['zod', ['z']],
];

/** A new folder in which the packages of the repository can be imported. */
export async function makeProjectFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tradewind-docs-'));
  await symlink(join(rootFolder, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  return folder;
}

/** Writes the blocks of one document below `folder`. Tests among them are written, and not given back. */
export async function writeBlocks(folder: string, blocks: readonly CodeBlock[]): Promise<readonly BlockModule[]> {
  const files = new Map<string, string>();
  const modules: BlockModule[] = [];
  for (const [index, { place, file, code }] of blocks.entries()) {
    const name = file ?? 'block.ts';
    const text = file === null ? withImports(code) : code;
    if (file !== null) files.set(file, code);
    const state = file === null ? new Map([[name, text]]) : files;
    for (const [path, content] of state) await write(join(folder, String(index), path), content);
    if (!name.endsWith('.test.ts')) modules.push({ place, code, path: join(folder, String(index), name) });
  }
  return modules;
}

function withImports(code: string): string {
  const isUsed = (name: string): boolean => new RegExp(`(?<![.\\w'"])${name}(?=[(.<])`).test(code);
  const isKnown = (name: string): boolean => new RegExp(`(const|import .*)\\b${name}\\b`).test(code);
  const lines = IMPORTS.map(
    ([source, names]) => [source, names.filter((name) => isUsed(name) && !isKnown(name))] as const,
  )
    .filter(([, names]) => names.length > 0)
    .map(([source, names]) => `import { ${names.join(', ')} } from '${source}';`);
  if (code.includes('assert.')) lines.push("import assert from 'node:assert/strict';");
  return `${lines.join(' ')}\n${code}\nexport {};\n`;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    lib: ['es2024'],
    module: 'nodenext',
    customConditions: ['@tradewind/source'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ['node'],
  },
  include: ['**/*.ts'],
};
