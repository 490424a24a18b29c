import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { registerUrl } from './register-url.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tradewind-loader-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(entry: string): Promise<Ended> {
  const args = ['--conditions=@tradewind/source', '--import', registerUrl, join(folder, entry)];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { PATH: '' } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** Runs `entry`, which prints JSON. */
async function printed(entry: string): Promise<unknown> {
  const { stdout, stderr } = await run(entry);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const MODULE = '{ "type": "module" }';

describe('the language', () => {
  test('enums, namespaces, parameter properties and the like run', async () => {
    write({
      'package.json': MODULE,
      'main.ts': `
        enum Color { Red, Green = 'g' }
        const enum Size { Small = 1 << 3 }
        namespace Shapes { export const sides = 4; export namespace Inner { export const deep = true } }
        abstract class Base { constructor(public readonly a: number, protected b = 2) {} sum() { return this.a + this.b } }
        class Child extends Base { declare hidden: string; #secret = 1; get secret() { return this.#secret } }
        const child = new Child(40) satisfies Base;
        console.log(JSON.stringify([Color.Red, Color[0], Color.Green, Size.Small, Shapes.sides, Shapes.Inner.deep,
          child.sum(), child.secret, 'hidden' in child, <number>child!.a]));`,
    });
    expect(await printed('main.ts')).toEqual([0, 'Red', 'g', 8, 4, true, 42, 1, false, 40]);
  });

  test('legacy decorators run when tsconfig.json says so, with the metadata of their types', async () => {
    write({
      'package.json': MODULE,
      'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }',
      'main.ts': `
        const seen: unknown[] = [];
        (Reflect as any).metadata = (key: string, value: any) => () => {
          seen.push(key + ' ' + (Array.isArray(value) ? value.map((one) => one.name) : value.name));
        };
        function mark(target: object, key?: string) { seen.push('mark ' + (key ?? (target as Function).name)); }
        function param(_: object, __: string | undefined, index: number) { seen.push('param ' + index); }
        @mark class A { @mark size: number = 1; constructor(@param private readonly when: Date) {} }
        console.log(JSON.stringify(seen));`,
    });
    const seen = ['design:type Number', 'mark size', 'design:paramtypes Date', 'param 0', 'mark A'];
    expect(await printed('main.ts')).toEqual(seen);
  });

  test.each([
    [
      'standard decorators',
      'function twice(f: any) { return (x: number) => 2 * f(x) }\nclass A { @twice m(x: number) { return x } }\nconsole.log(new A().m(21));',
      42,
    ],
    ['an accessor field', 'class A { accessor x = 42 }\nconsole.log(new A().x);', 42],
    [
      'a variable of a namespace',
      'namespace N { export let n = 1; export function up() { n++ } }\nN.up();\nconsole.log(N.n);',
      2,
    ],
  ])('%s runs by the complete transformer', async (_, text, answer) => {
    write({ 'package.json': MODULE, 'main.ts': text });
    expect(await printed('main.ts')).toBe(answer);
  });

  test('an import that is used for types only is not loaded', async () => {
    write({
      'package.json': MODULE,
      'model.ts': 'export interface Order { id: number }',
      'main.ts': `import { Order } from './model.ts';\nconst order: Order = { id: 1 };\nconsole.log(order.id);`,
    });
    expect(await printed('main.ts')).toBe(1);
  });

  test('a class field without initialiser does not exist when tsconfig.json says so', async () => {
    const main = `class A { x?: number }\nconsole.log('x' in new A());`;
    write({
      'package.json': MODULE,
      'main.ts': main,
      'old/main.ts': main,
      'old/tsconfig.json': '{ "compilerOptions": { "useDefineForClassFields": false } }',
    });
    expect(await printed('main.ts')).toBe(true);
    expect(await printed('old/main.ts')).toBe(false);
  });

  test('JSX calls the factory of tsconfig.json', async () => {
    write({
      'package.json': MODULE,
      'tsconfig.json': '{ "compilerOptions": { "jsx": "react", "jsxFactory": "h" } }',
      'main.tsx': `const h = (name: string, _: null, child: string) => [name, child];\nconsole.log(JSON.stringify(<p>hi</p>));`,
    });
    expect(await printed('main.tsx')).toEqual(['p', 'hi']);
  });
});

describe('imports', () => {
  test('a name after a build, a name without ending and a folder mean their sources', async () => {
    write({
      'package.json': MODULE,
      'lib/a.ts': 'export const a = 1;',
      'lib/b.mts': 'export const b = 2;',
      'lib/index.ts': 'export const c = 3;',
      'lib/d.v2.ts': 'export const d = 4;',
      'lib/e.js': 'export const e = 5;',
      'main.ts': `
        import { a } from './lib/a.js'; import { b } from './lib/b.mjs'; import { c } from './lib';
        import { d } from './lib/d.v2'; import { e } from './lib/e'; import { a as again } from './lib/a.ts?x=1';
        console.log(JSON.stringify([a, b, c, d, e, again, (await import('./lib/a')).a]));`,
    });
    expect(await printed('main.ts')).toEqual([1, 2, 3, 4, 5, 1, 1]);
  });

  test('paths and baseUrl of an extended tsconfig.json lead to their files', async () => {
    write({
      'package.json': MODULE,
      'base/tsconfig.json': '{ "compilerOptions": { "paths": { "~/*": ["../src/*"] } } }',
      'tsconfig.json': '{ "extends": "./base/tsconfig.json", /* a comment */ "compilerOptions": { "strict": true, }, }',
      'src/orders.ts': `export const orders = 'by paths';`,
      'old/tsconfig.json': '{ "compilerOptions": { "baseUrl": "./base" } }',
      'old/base/sums.ts': `export const sums = 'by baseUrl';`,
      'old/main.ts': `export { sums } from 'sums';`,
      'main.ts': `import { orders } from '~/orders.js'; import { sums } from './old/main';
        import { createRequire } from 'node:module';
        console.log(JSON.stringify([orders, sums, createRequire(import.meta.url)('~/orders').orders]));`,
    });
    expect(await printed('main.ts')).toEqual(['by paths', 'by baseUrl', 'by paths']);
  });

  test('an alias of package.json and the exports of a linked package may name built files', async () => {
    write({
      'package.json': '{ "type": "module", "imports": { "#lib/*": "./lib/*" } }',
      'lib/a.ts': 'export const a = 1;',
      'packages/shared/package.json': '{ "name": "shared", "type": "module", "exports": "./src/index.js" }',
      'packages/shared/src/index.ts': 'export enum Shared { B = 2 }',
      'main.ts': `import { a } from '#lib/a.js'; import { Shared } from 'shared';\nconsole.log(JSON.stringify([a, Shared.B]));`,
      'node_modules/.keep': '',
    });
    symlinkSync(join(folder, 'packages/shared'), join(folder, 'node_modules/shared'));
    expect(await printed('main.ts')).toEqual([1, 2]);
  });

  test('JSON is imported with and without its type, and required', async () => {
    write({
      'package.json': MODULE,
      'data.json': '\uFEFF{ "x": [1] }',
      'plain.json': '{ "x": [2] }',
      'main.ts': `
        import data from './data.json'; import plain from './plain.json' with { type: 'json' };
        import { createRequire } from 'node:module';
        console.log(JSON.stringify([data.x, plain.x, createRequire(import.meta.url)('./plain.json').x]));`,
    });
    expect(await printed('main.ts')).toEqual([[1], [2], [2]]);
  });

  test('what is missing is reported under the name that the author wrote', async () => {
    write({ 'package.json': MODULE, 'main.ts': `import './lib/gone.js';` });
    const { code, stderr } = await run('main.ts');
    expect(code).toBe(1);
    expect(stderr).toContain(join(folder, 'lib/gone.js'));
    expect(stderr).toContain('ERR_MODULE_NOT_FOUND');
  });
});

describe('CommonJS', () => {
  test('a file says by its ending, its package or its syntax what it is', async () => {
    write({
      'a.cts': `import fs = require('node:fs'); enum E { A = 1 } export = { a: E.A, isFile: typeof fs.statSync };`,
      'b.ts': `const { a } = require('./a.cts'); module.exports = { a, dir: __dirname };`,
      'c.ts': `import type { Stats } from 'node:fs'; const c: Stats | number = 3; module.exports = { c };`,
      'd.ts': `export const d = 4; export const here = [typeof require, __filename, __dirname];`,
      'main.mts': `
        import a from './a.cjs'; import b from './b.js'; import { c } from './c'; import { d, here } from './d';
        import { createRequire } from 'node:module';
        console.log(JSON.stringify([a, b, c, d, here, createRequire(import.meta.url)('./d').d]));`,
    });
    const here = ['function', join(folder, 'd.ts'), folder];
    expect(await printed('main.mts')).toEqual([{ a: 1, isFile: 'function' }, { a: 1, dir: folder }, 3, 4, here, 4]);
  });

  test('a file may import as ES modules do and export as CommonJS does', async () => {
    write({
      'dep.ts': `export default 1; export const named = 2;`,
      'a.cts': `import dep, { named } from './dep'; enum E { A = 3 } export = [dep, named, E.A, typeof require];`,
      'main.mts': `import a from './a.cjs';\nconsole.log(JSON.stringify(a));`,
    });
    expect(await printed('main.mts')).toEqual([1, 2, 3, 'function']);
  });

  test('a file that is declared CommonJS may import, export and await', async () => {
    write({
      'package.json': '{ "type": "commonjs" }',
      'dep.ts': `export default await Promise.resolve('awaited');`,
      'main.ts': `import dep from './dep';\nconsole.log(JSON.stringify([dep, __filename]));`,
    });
    expect(await printed('main.ts')).toEqual(['awaited', join(folder, 'main.ts')]);
  });
});

describe('places', () => {
  const throws = `interface Order {
  id: number;
}

enum Kind { A }

export function fail(order: Order): never {
  if (order.id > Kind.A) { const text = 'é😀'; throw new Error(text + order.id); }
  throw new Error('no');
}
`;

  test.each([
    ['an ES module', 'dep.mts', './dep.mjs', throws],
    ['CommonJS', 'dep.cts', './dep.cjs', `${throws.replace('export function', 'function')}export = { fail };\n`],
    ['a file with added names', 'dep.ts', './dep.js', `${throws}export const here = __dirname;\n`],
  ])('a stack trace of %s names the original line and column', async (_, file, specifier, text) => {
    write({
      [file]: text,
      'main.mts': `import * as dep from '${specifier}';
const { fail } = dep as { fail(order: { id: number }): void };
type Filler = string;
try { fail({ id: 7 }); } catch (error) { console.log(JSON.stringify((error as Error).stack)); }`,
    });
    const lines = String(await printed('main.mts')).split('\n');
    expect(lines[0]).toBe('Error: é😀7');
    expect(lines[1]).toContain(`${join(folder, file)}:8:54`);
    expect(lines[2]).toContain(`${join(folder, 'main.mts')}:4:7`);
  });

  test('a syntax error names its line and column, after characters of several bytes too', async () => {
    write({
      'package.json': MODULE,
      'bad.ts': `const a = 'é😀'; const b: number = ;\n`,
      'main.ts': `try { await import('./bad.ts') } catch (error) {
        const { name, code, place, stack } = error as any; console.log(JSON.stringify({ name, code, place, stack })) }`,
    });
    const place = { file: join(folder, 'bad.ts'), line: 1, column: 36 };
    expect(await printed('main.ts')).toEqual({
      name: 'FileSyntaxError',
      code: 'FILE_SYNTAX_INVALID',
      place,
      stack: `FileSyntaxError: Unexpected token\n    at ${place.file}:1:36`,
    });
  });
});

test('worker threads load TypeScript as well', async () => {
  write({
    'package.json': MODULE,
    'worker.ts': `import { parentPort } from 'node:worker_threads';\nenum E { A = 42 }\nparentPort!.postMessage(E.A);`,
    'main.ts': `import { Worker } from 'node:worker_threads';
      new Worker(new URL('./worker.ts', import.meta.url)).once('message', (value) => console.log(value));`,
  });
  expect(await printed('main.ts')).toBe(42);
});
