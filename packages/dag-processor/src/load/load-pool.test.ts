import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registerUrl } from '@tradewind/loader';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LoadPool } from './load-pool.ts';
import type { LoadResult } from './load-process.ts';

const sdk = fileURLToPath(new URL('../../../sdk', import.meta.url));
let root: string;
let pool: LoadPool;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tradewind-load-')));
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(sdk, join(root, 'node_modules/tradewind'));
  write({ 'package.json': '{ "type": "module" }' });
  pool = new LoadPool({ timeoutMs: 1500, memoryLimitMb: 64, maxProcesses: 2, filesPerProcess: 50 });
});
afterEach(async () => {
  await pool.close();
  rmSync(root, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** A file that declares one DAG, with `top` above it. */
function dagFile(id: string, top = ''): string {
  return `import { dag, task } from 'tradewind';\n${top}\nconst run = task('run', () => 1);\nexport const it = dag('${id}', {}, () => run());\n`;
}

async function loadAll(...files: string[]): Promise<ReadonlyMap<string, LoadResult>> {
  const results = new Map<string, LoadResult>();
  await pool.load(root, files, (result) => results.set(result.file, result));
  return results;
}

async function loadOne(file: string): Promise<LoadResult> {
  return (await loadAll(file)).get(file)!;
}

async function faultOf(file: string): Promise<LoadResult & { kind: 'failed' }> {
  const result = await loadOne(file);
  if (result.kind !== 'failed') throw new Error(`${file} was loaded`);
  return result;
}

function dagsOf(result: LoadResult | undefined): readonly string[] {
  return result?.kind === 'loaded' ? result.dags.map(({ dagId, module }) => `${module}: ${dagId}`) : [];
}

describe('a good file', () => {
  test('gives its DAGs and the modules that it imports, directly or not', async () => {
    write({
      'sales.ts': dagFile('sales', `import { deep } from './lib/a.js';\nvoid deep;\nimport('./lib/lazy.ts');`),
      'lib/a.ts': `export { deep } from './b';`,
      'lib/b.ts': 'export const deep = 1;',
      'lib/lazy.ts': '',
    });
    const result = await loadOne('sales.ts');
    expect(dagsOf(result)).toEqual(['sales.ts: sales']);
    expect(result.imported.toSorted()).toEqual(['lib/a.ts', 'lib/b.ts', 'lib/lazy.ts', 'sales.ts']);
    expect(result.output).toBeNull();
  });

  test.each([
    ['JavaScript', 'a.js', dagFile('x')],
    ['CommonJS', 'a.cjs', `const { dag, task } = require('tradewind'); dag('x', {}, () => task('t', () => 1)());`],
    [
      'CommonJS in TypeScript',
      'a.cts',
      `import { dag, task } from 'tradewind'; const t = task('t', () => 1); export = dag('x', {}, () => t());`,
    ],
    ['a file with top-level await', 'a.mts', `${dagFile('y')}\nawait null;\ndag('x', {}, () => run());`],
  ])('may be %s', async (_, file, text) => {
    write({ [file]: text });
    expect(dagsOf(await loadOne(file))).toContain(`${file}: x`);
  });

  test('reads what lies beside it', async () => {
    write({
      'conf/names.json': '["a", "b"]',
      'many.ts': `import { readFileSync } from 'node:fs';
import { dag, task } from 'tradewind';
for (const name of JSON.parse(readFileSync(new URL('./conf/names.json', import.meta.url), 'utf8')))
  dag(name, {}, () => task('t', () => readFileSync('conf/names.json'))());`,
    });
    expect(dagsOf(await loadOne('many.ts'))).toEqual(['many.ts: a', 'many.ts: b']);
  });

  test('its print is kept, and no other file gets it', async () => {
    write({
      'a.ts': dagFile('a', `console.log('from a');`),
      'b.ts': dagFile('b', `import { writeSync } from 'node:fs';\nwriteSync(2, 'from b');`),
      'c.ts': dagFile('c'),
    });
    const results = await loadAll('a.ts', 'b.ts', 'c.ts');
    expect([...results.values()].map(({ output }) => output)).toEqual(['from a\n', 'from b', null]);
  });
});

describe('a DAG belongs to the module that declares it', () => {
  test.each([
    ['after', ['a.ts', 'b.ts']],
    ['before', ['b.ts', 'a.ts']],
  ])('when the importing file is loaded %s', async (_, order) => {
    write({ 'a.ts': dagFile('a', `import { it as other } from './b.ts';\nvoid other;`), 'b.ts': dagFile('b') });
    const results = await loadAll(...order);
    expect(dagsOf(results.get('b.ts'))).toEqual(['b.ts: b']);
    expect(dagsOf(results.get('a.ts')).toSorted()).toEqual(['a.ts: a', 'b.ts: b']);
  });

  test('when it is CommonJS', async () => {
    write({
      'a.cjs': `const { dag } = require('tradewind'); const { t } = require('./b.cjs'); dag('a', {}, () => t());`,
      'b.cjs': `const { dag, task } = require('tradewind'); exports.t = task('t', () => 1); dag('b', {}, () => exports.t());`,
    });
    expect(dagsOf(await loadOne('a.cjs')).toSorted()).toEqual(['a.cjs: a', 'b.cjs: b']);
  });

  test('and not to the factory that makes it', async () => {
    write({
      'factory.ts': `import { dag, task } from 'tradewind';\nexport const make = (id: string) => dag(id, {}, () => task('t', () => 1)());`,
      'a.ts': `import { make } from './factory.ts';\nmake('a');`,
    });
    expect(dagsOf(await loadOne('a.ts'))).toEqual(['a.ts: a']);
  });
});

describe('a bad file', () => {
  test('that is no TypeScript has line, column and code frame', async () => {
    write({ 'bad.ts': `import { dag } from 'tradewind';\nconst a: = 1;\n` });
    const { fault } = await faultOf('bad.ts');
    expect(fault).toMatchObject({ code: 'FILE_SYNTAX_INVALID', line: 2, column: 10 });
    expect(fault.codeFrame).toContain('> 2 | const a: = 1;\n    |          ^');
  });

  test('that is no JavaScript has them too', async () => {
    write({ 'bad.mjs': `import 'tradewind';\n\nconst = 1;\n` });
    expect((await faultOf('bad.mjs')).fault).toMatchObject({ line: 3, column: 7 });
  });

  test('that throws names the place in its own lines, and not where the snapshot lies', async () => {
    write({
      'bad.ts': `interface Filler { a: number }\nfunction check(): void {\n  throw new Error('no ' + import.meta.filename);\n}\ncheck();`,
    });
    const { fault } = await faultOf('bad.ts');
    expect(fault).toMatchObject({ code: 'DAG_FILE_THREW', line: 3, column: 9 });
    expect(fault.message).not.toContain(root);
    expect(fault.stack?.split('\n').slice(1)).toEqual([
      '    at check (bad.ts:3:9)',
      expect.stringContaining('bad.ts:5:1'),
    ]);
  });

  test('that imports what throws shows that line, under the name of that file', async () => {
    write({ 'a.ts': dagFile('a', `import './lib/bad.ts';`), 'lib/bad.ts': `\nthrow new TypeError('broken');` });
    const { fault, imported } = await faultOf('a.ts');
    expect(fault).toMatchObject({ message: 'TypeError: broken', line: null });
    expect(fault.codeFrame).toContain('lib/bad.ts:2:7');
    expect(imported).toContain('lib/bad.ts');
  });

  test.each([
    ['a missing file', `import './lib/gone.ts';`, 8],
    ['a missing package', `import 'no-such-package/deep';`, 8],
    ['a name that a module does not export', `import { gone } from './lib/ok.ts'; void gone;`, 22],
  ])('that imports %s shows the import', async (_, line, column) => {
    write({ 'a.ts': dagFile('a', line), 'lib/ok.ts': 'export const ok = 1;' });
    expect((await faultOf('a.ts')).fault).toMatchObject({ line: 2, column });
  });

  test('whose DAG is wrong carries the code of that fault and the line of the author', async () => {
    write({
      'cycle.ts': `import { dag, task } from 'tradewind';\nconst t = task('a', () => 1);\nconst u = task('b', () => 1);\n\ndag('x', {}, () => {\n  const a = t();\n  a.after(u().after(a));\n});`,
    });
    expect((await faultOf('cycle.ts')).fault).toMatchObject({ code: 'DAG_CYCLE', line: 5 });
  });

  test('that declares an id twice is told so', async () => {
    write({ 'a.ts': `${dagFile('a')}\ndag('a', {}, () => run());` });
    const result = await loadOne('a.ts');
    const faults = result.kind === 'loaded' ? result.dags.map(({ serialized }) => serialized) : [];
    expect(faults).toContainEqual({ fault: expect.objectContaining({ code: 'DAG_ID_DUPLICATE', line: 6 }) });
  });

  test('that exits is told so, with the line', async () => {
    write({ 'a.ts': dagFile('a', 'process.exit(3);') });
    expect((await faultOf('a.ts')).fault).toMatchObject({ code: 'DAG_FILE_EXITED', line: 2 });
  });

  test('that rejects without anybody waiting has failed', async () => {
    write({
      'a.ts': dagFile(
        'a',
        `void Promise.reject(new Error('late'));\nawait new Promise((next) => setTimeout(next, 5));`,
      ),
    });
    expect((await faultOf('a.ts')).fault).toMatchObject({ message: 'late', line: 2 });
  });

  test('that throws something else than an error is told so', async () => {
    write({ 'a.ts': dagFile('a', `throw 'oops';`) });
    expect((await faultOf('a.ts')).fault.message).toContain('oops');
  });
});

describe('a file that ends or holds up its process', () => {
  test('is blamed alone: the files before and after it load', async () => {
    write({
      'a.ts': dagFile('a'),
      'b.ts': dagFile('b', `console.log('before the end');\nprocess.kill(process.pid, 'SIGKILL');`),
      'c.ts': dagFile('c'),
    });
    const results = await loadAll('a.ts', 'b.ts', 'c.ts');
    expect(dagsOf(results.get('a.ts'))).toEqual(['a.ts: a']);
    expect(dagsOf(results.get('c.ts'))).toEqual(['c.ts: c']);
    expect(results.get('b.ts')).toMatchObject({ fault: { code: 'DAG_FILE_CRASHED' }, output: 'before the end\n' });
  });

  test('by an endless loop is stopped', async () => {
    write({ 'a.ts': dagFile('a', 'for (;;);') });
    expect((await faultOf('a.ts')).fault.code).toBe('DAG_FILE_TIMEOUT');
  });

  test('by waiting for ever is stopped, and what it started dies with it', async () => {
    write({
      'a.ts': dagFile(
        'a',
        `import { spawn } from 'node:child_process';\nconsole.log(spawn('sleep', ['1000']).pid);\nawait new Promise(() => {});`,
      ),
    });
    const { fault, output } = await faultOf('a.ts');
    expect(fault.code).toBe('DAG_FILE_TIMEOUT');
    await expect.poll(() => isAlive(Number(output))).toBe(false);
  });

  test('by eating memory is told so', async () => {
    write({
      'a.ts': dagFile('a', `const all: string[][] = [];\nfor (;;) all.push(new Array(1e5).fill('x' + all.length));`),
    });
    const { fault, output } = await faultOf('a.ts');
    expect(fault).toMatchObject({ code: 'DAG_FILE_OUT_OF_MEMORY', message: expect.stringContaining('64 MB') });
    expect(output ?? '').not.toContain('GCs');
  });

  test('late, when another file is being loaded, is not blamed on that file', async () => {
    write({
      'a.ts': dagFile('a', `setTimeout(() => { throw new Error('late'); }, 1);`),
      'b.ts': dagFile('b', `await new Promise((next) => setTimeout(next, 100));`),
    });
    expect(dagsOf((await loadAll('a.ts', 'b.ts')).get('b.ts'))).toEqual(['b.ts: b']);
  });
});

test('a process that is busy with an endless loop dies with its parent', async () => {
  write({
    'a.ts': `import { writeFileSync } from 'node:fs';\nwriteFileSync('${join(root, 'pid')}', String(process.pid));\nfor (;;);`,
    'parent.ts': `import { LoadPool } from '${new URL('./load-pool.ts', import.meta.url).href}';
const pool = new LoadPool({ timeoutMs: 60_000, memoryLimitMb: 64, maxProcesses: 1, filesPerProcess: 1 });
await pool.load('${root}', ['a.ts'], () => undefined);`,
  });
  const parent = spawn(process.execPath, [
    '--conditions=@tradewind/source',
    '--import',
    registerUrl,
    join(root, 'parent.ts'),
  ]);
  await expect.poll(() => existsSync(join(root, 'pid')), { timeout: 5000 }).toBe(true);
  await expect.poll(() => Number(readFileSync(join(root, 'pid'), 'utf8'))).toBeGreaterThan(0);
  const child = Number(readFileSync(join(root, 'pid'), 'utf8'));
  expect(isAlive(child)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => isAlive(child)).toBe(false);
});

/** A zombie counts as dead: in a container without an init nobody waits for it. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}
