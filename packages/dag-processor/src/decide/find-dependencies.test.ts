import { describe, expect, test } from 'vitest';
import { findRelativeMentions } from '../bundle/relative-mentions.ts';
import { type BundleFiles, bundleFilesOf, findDependencies } from './find-dependencies.ts';

function bundle(texts: Readonly<Record<string, string>>): BundleFiles {
  const entries = Object.entries(texts).map(([path, text]) => {
    return [
      path,
      { sha256: text, size: text.length, mentionsTradewind: true, mentions: findRelativeMentions(text) },
    ] as const;
  });
  return bundleFilesOf(new Map(entries));
}

describe('a DAG file depends on', () => {
  test('itself and what it imported, and on no neighbour', () => {
    const files = bundle({ 'a.ts': '', 'b.ts': '', 'lib/x.ts': '', 'lib/y.ts': '' });
    expect(findDependencies(files, 'a.ts', ['lib/x.ts'])).toEqual(['a.ts', 'lib/x.ts']);
  });

  test('modules that a task imports when it runs, and what those name', () => {
    const files = bundle({
      'sales/a.ts': `task('x', () => import('../lib/heavy.js'))`,
      'lib/heavy.ts': `import './deep';`,
      'lib/deep/index.ts': `new URL('./queries.sql', import.meta.url)`,
      'lib/deep/queries.sql': '',
      'lib/other.sql': '',
    });
    expect(findDependencies(files, 'sales/a.ts', [])).toEqual([
      'lib/deep/index.ts',
      'lib/deep/queries.sql',
      'lib/heavy.ts',
      'sales/a.ts',
    ]);
  });

  test('every file whose computed path begins as written', () => {
    const files = bundle({
      'a/dag.ts': 'read(`../sql/orders_${day}.sql`)',
      'sql/orders_1.sql': '',
      'sql/users_1.sql': '',
    });
    expect(findDependencies(files, 'a/dag.ts', [])).toEqual(['a/dag.ts', 'sql/orders_1.sql']);
  });

  test('every file of a folder that it names', () => {
    const files = bundle({
      'a/dag.ts': `readdir('../sql')`,
      'sql/1.sql': '',
      'sql/deep/2.sql': '',
      'sqlite/3.sql': '',
    });
    expect(findDependencies(files, 'a/dag.ts', [])).toEqual(['a/dag.ts', 'sql/1.sql', 'sql/deep/2.sql']);
  });

  test('data beside it and below, not on data of other folders', () => {
    const files = bundle({
      'a/dag.ts': '',
      'a/x.sql': '',
      'a/deep/y.json': '',
      'a/z.ts': '',
      'b/x.sql': '',
      'x.sql': '',
    });
    expect(findDependencies(files, 'a/dag.ts', [])).toEqual(['a/dag.ts', 'a/deep/y.json', 'a/x.sql']);
  });

  test('the settings of its folder and those above', () => {
    const files = bundle({ 'a/dag.ts': '', 'package.json': '', 'a/tsconfig.json': '', 'b/tsconfig.json': '' });
    expect(findDependencies(files, 'a/dag.ts', [])).toEqual(['a/dag.ts', 'a/tsconfig.json', 'package.json']);
  });
});

test('a path out of the bundle, a missing one and a cycle do no harm', () => {
  const files = bundle({ 'a.ts': `'../../etc/passwd'; './gone.ts'; './b.ts'; './'`, 'b.ts': `'./a.ts'` });
  expect(findDependencies(files, 'a.ts', ['vanished.ts'])).toEqual(['a.ts', 'b.ts']);
});
