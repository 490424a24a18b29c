import { describe, expect, test } from 'vitest';
import {
  findBadNames,
  findConsoleCalls,
  findEnvironmentReads,
  findForeignSql,
  findLogicInIndexes,
} from './content-rules.ts';
import { readSourceFile, type SourceFile } from './source-file.ts';

function source(path: string, text: string): readonly SourceFile[] {
  return [readSourceFile(path, text)];
}

describe('environment', () => {
  test.each(['process.env.HOME', "process['env']", '{ ...process.env }', 'globalThis.process.env'])(
    '%s is a read',
    (text) => {
      expect(findEnvironmentReads(source('packages/worker/src/run.ts', `const a = ${text};`))).toHaveLength(1);
    },
  );

  test('an import of env is one in disguise', () => {
    const text = "import { env } from 'node:process';";
    expect(findEnvironmentReads(source('packages/worker/src/run.ts', text))).toHaveLength(1);
  });

  test.each([
    ['the configuration', 'packages/server/src/config/read-config.ts'],
    ['a test', 'packages/worker/src/run.test.ts'],
    ['what tests need', 'packages/test-support/src/database.ts'],
  ])('%s may read it', (_, path) => {
    expect(findEnvironmentReads(source(path, 'const a = process.env;'))).toEqual([]);
  });
});

describe('console', () => {
  test('only the commands print', () => {
    const text = "console.log('x');\nglobalThis.console.error('y');";
    expect(findConsoleCalls(source('packages/server/src/start.ts', text))).toHaveLength(2);
    expect(findConsoleCalls(source('packages/cli/src/start.ts', text))).toEqual([]);
  });

  test('who catches what others print does not print', () => {
    const text = 'const console = createConsole(write);\nObject.assign(globalThis.console, console);';
    expect(findConsoleCalls(source('packages/worker/src/capture-output.ts', text))).toEqual([]);
  });
});

describe('SQL', () => {
  test.each([
    'sql`select id from dag_run where id = ${id}`',
    'tx<Row[]>`\n  insert into attempt (id) values (${id})`',
    "client.query('delete from dag')",
    'sql`with due as (select 1) select 2`',
    'sql`update dag set is_paused = true`',
  ])('%s is SQL', (text) => {
    expect(findForeignSql(source('packages/scheduler/src/turn.ts', text))).toHaveLength(1);
    expect(findForeignSql(source('packages/store/src/queries/turn.ts', text))).toEqual([]);
    expect(findForeignSql(source('packages/scheduler/src/turn.test.ts', text))).toEqual([]);
  });

  test.each(['`Select a DAG from the list`', "'update failed'", '// select id from dag', '`with ${name} as its name`'])(
    '%s is none',
    (text) => {
      expect(findForeignSql(source('packages/cli/src/a.ts', text))).toEqual([]);
    },
  );
});

describe('indexes', () => {
  test('only re-exports are allowed', () => {
    const text = "export { a } from './a.ts';\nexport type * from './b.ts';\n";
    expect(findLogicInIndexes(source('packages/model/src/index.ts', text))).toEqual([]);
    expect(findLogicInIndexes(source('packages/model/src/index.ts', `${text}export const x = 1;`))).toEqual([
      expect.stringContaining('packages/model/src/index.ts:3'),
    ]);
  });
});

describe('names', () => {
  test.each([
    'packages/model/src/timetables/next-run-time.test.ts',
    'packages/store/migrations/0001-runs.sql',
    'packages/sdk/src/task-input.test-d.ts',
    'packages/worker/DESIGN.md',
    'packages/model/tsconfig.build.json',
  ])('%s is fine', (path) => {
    expect(findBadNames([path])).toEqual([]);
  });

  test.each([
    'packages/model/src/nextRunTime.ts',
    'packages/model/src/Dag.ts',
    'packages/model/src/snake_case.ts',
    'packages/model/src/utils.ts',
    'packages/model/src/types.test-d.ts',
    'packages/store/src/lib/connect.ts',
    'packages/store/src/common/connect.ts',
  ])('%s is not', (path) => {
    expect(findBadNames([path])).toHaveLength(1);
  });
});

test('a file that is no TypeScript is an error with its name', () => {
  expect(() => readSourceFile('packages/sdk/src/a.ts', 'const = ;')).toThrow('packages/sdk/src/a.ts cannot be parsed');
});
