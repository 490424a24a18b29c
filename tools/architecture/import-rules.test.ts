import { describe, expect, test } from 'vitest';
import { findForbiddenDependencies, findForbiddenImports, findWrongBuildReferences } from './import-rules.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { readSourceFile } from './source-file.ts';

function manifest(folder: string, fields: Partial<Manifest> = {}): Manifest {
  return {
    folder,
    name: `@tradewind/${folder.slice('packages/'.length)}`,
    exports: ['.'],
    dependencies: [],
    devDependencies: [],
    buildReferences: [],
    ...fields,
  };
}

function faultsOf(path: string, text: string): string[] {
  return findForbiddenImports([readSourceFile(path, text)], [manifest('packages/model'), manifest('packages/store')]);
}

describe('imports', () => {
  test.each([
    ['an arrow of the table', 'packages/scheduler/src/turn.ts', "import type { DagId } from '@tradewind/model';"],
    ['a file of the same room', 'packages/model/src/timetables/cron.ts', "export * from '../ids.ts';"],
    ['what Node offers', 'packages/sdk/src/template-file.ts', "import { readFile } from 'node:fs/promises';"],
    ['a driver in the store', 'packages/store/src/connect.ts', "import postgres from 'postgres';"],
    ['what a test needs', 'packages/model/src/ids.test.ts', "import fc from 'fast-check'; import 'node:util';"],
    ['the store in a test', 'packages/worker/src/run.test.ts', "import { migrate } from '@tradewind/store';"],
    ['the SDK in a provider', 'providers/slack/src/notify.ts', "import { task } from '@tradewind/sdk';"],
    ['an import in a docstring', 'packages/sdk/src/dag.ts', "/** import { x } from '@tradewind/store'; */\nexport {};"],
  ])('%s is allowed', (_, path, text) => {
    expect(faultsOf(path, text)).toEqual([]);
  });

  test.each([
    ['an arrow that is not in the table', 'packages/worker/src/run.ts', "import '@tradewind/store';", 'no arrow'],
    [
      'a type by an arrow that is not there',
      'packages/sdk/src/a.ts',
      "type A = import('@tradewind/store').A;",
      'no arrow',
    ],
    ['a lazy import', 'packages/executors/src/a.ts', "await import('@tradewind/store');", 'no arrow'],
    ['a re-export', 'packages/sdk/src/index.ts', "export { a } from '@tradewind/worker';", 'no arrow'],
    ['the server in a provider', 'providers/slack/src/a.ts', "import '@tradewind/server';", 'no arrow'],
    ['the server in a test below it', 'packages/worker/src/a.test.ts', "import '@tradewind/server';", 'no arrow'],
    ['test support in a source', 'packages/store/src/a.ts', "import '@tradewind/test-support';", 'no arrow'],
    ['a deep import', 'packages/sdk/src/a.ts', "import '@tradewind/model/src/ids.ts';", 'do not offer "./src/ids.ts"'],
    ['its own package by name', 'packages/model/src/a.ts', "import '@tradewind/model';", 'relative path'],
    ['a file of another package', 'packages/sdk/src/a.ts', "import '../../model/src/ids.ts';", 'leaves the sources'],
    ['a test', 'packages/sdk/src/a.ts', "import './b.test.ts';", 'may not depend on a test'],
    ['Node in the model', 'packages/model/src/a.ts', "import { inspect } from 'node:util';", 'no Node'],
    ['a package in the model', 'packages/model/src/a.ts', "import { z } from 'zod';", 'no dependencies'],
    ['a package in the SDK', 'packages/sdk/src/a.ts', "import ms from 'ms';", 'no dependencies'],
    ['a driver elsewhere', 'packages/server/src/a.ts', "import pg from 'pg/lib/client';", 'only "store"'],
  ])('%s is not', (_, path, text, fault) => {
    expect(faultsOf(path, text)).toEqual([expect.stringContaining(fault)]);
  });

  test('a fault names file and line', () => {
    const [fault] = faultsOf('packages/worker/src/run.ts', "\n\nimport '@tradewind/store';");
    expect(fault).toMatch(/^packages\/worker\/src\/run\.ts:3 imports "@tradewind\/store"/);
  });
});

describe('manifests', () => {
  test.each([
    ['a room without arrow', manifest('packages/worker', { dependencies: ['@tradewind/store'] }), 'no arrow'],
    ['a package for the SDK', manifest('packages/sdk', { dependencies: ['ms'] }), 'has no dependencies'],
    ['a driver outside of the store', manifest('packages/server', { dependencies: ['pg'] }), 'only "store"'],
    ['a room above for tests', manifest('packages/model', { devDependencies: ['@tradewind/cli'] }), 'may not import'],
  ])('%s is a fault', (_, faulty, fault) => {
    expect(findForbiddenDependencies([faulty])).toEqual([expect.stringContaining(fault)]);
  });

  test('drivers in the store and neighbours for tests are none', () => {
    const store = manifest('packages/store', {
      dependencies: ['@tradewind/model', 'postgres'],
      devDependencies: ['@tradewind/test-support'],
    });
    expect(findForbiddenDependencies([store])).toEqual([]);
  });

  test('the references of a build are compared with the dependencies both ways', () => {
    const folder = 'packages/worker';
    const text = JSON.stringify({
      name: '@tradewind/worker',
      dependencies: { '@tradewind/sdk': '0.1.0', zod: '4.0.0' },
    });
    const build = JSON.stringify({ references: [{ path: '../model/tsconfig.build.json' }] });
    expect(findWrongBuildReferences([readManifest(folder, text, build)])).toEqual([
      'packages/worker/tsconfig.build.json lacks a reference to packages/sdk.',
      'packages/worker/tsconfig.build.json refers to packages/model, no dependency.',
    ]);
  });
});
