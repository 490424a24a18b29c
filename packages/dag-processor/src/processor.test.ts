import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DagId } from '@tradewind/model';
import { findDag, listDagWarnings, listImportErrors, requestParse } from '@tradewind/store';
import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DagProcessorEvent } from './events.ts';
import type { DagProcessorOptions } from './options.ts';
import { DagProcessor } from './processor.ts';

const sdk = fileURLToPath(new URL('../../sdk', import.meta.url));
let testDatabase: TestDatabase;
let base: string;
let folder: string;
let events: DagProcessorEvent[];
let waiting: { readonly isIt: (event: DagProcessorEvent) => boolean; readonly resolve: () => void }[];
let processors: DagProcessor[];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

beforeEach(async () => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'tradewind-processor-')));
  folder = join(base, 'dags');
  mkdirSync(folder);
  events = [];
  waiting = [];
  processors = [];
  await sql('delete from dag');
  await sql('delete from import_error');
  await sql('delete from bundle_version');
});
afterEach(async () => {
  for (const one of processors) await one.stop();
  rmSync(base, { recursive: true, force: true });
});

function processor(options: Partial<DagProcessorOptions> = {}): DagProcessor {
  const one = new DagProcessor({
    database: testDatabase.database,
    home: join(base, 'home'),
    folder,
    tradewindPackage: sdk,
    rescanIntervalMs: 60_000,
    ...options,
    load: { timeoutMs: 2000, memoryLimitMb: 128, ...options.load },
    listener: (event) => {
      events.push(event);
      for (const waiter of waiting.filter(({ isIt }) => isIt(event))) waiter.resolve();
    },
  });
  processors.push(one);
  return one;
}

/** Resolves at the next event of which `isIt` holds. */
function nextEvent(isIt: (event: DagProcessorEvent) => boolean): Promise<void> {
  return new Promise((resolve) => waiting.push({ isIt, resolve }));
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function dagFile(id: string, body = 'return 1;', top = '', options = '{}'): string {
  return `import { dag, task } from 'tradewind';\n${top}\nconst run = task('run', () => { ${body} });\ndag('${id}', ${options}, () => { run(); });\n`;
}

async function sql<Row extends object>(text: string): Promise<Row[]> {
  return testDatabase.database.query<Row>({ name: '', text });
}

async function find(dagId: string): Promise<NonNullable<Awaited<ReturnType<typeof findDag>>>> {
  const found = await findDag(testDatabase.database, dagId as DagId);
  if (found === null) throw new Error(`no DAG ${dagId}`);
  return found;
}

async function versionNumber(dagId: string): Promise<number | undefined> {
  return (await find(dagId)).version?.number;
}

describe('a DAG that is loaded', () => {
  test('is stored with its version, its tasks and its bundle version, and the schedulers are told', async () => {
    write({
      'sales/etl.ts': `import { dag, task } from 'tradewind';
const a = task('a', { retries: 2, priorityWeight: 3 }, () => 1);
const b = task('b', (input: number) => input);
dag('sales', { tags: ['x', 'a'], description: 'Sales', defaults: { owner: 'ann' } }, () => { b(a()); });`,
    });
    const listener = await testDatabase.database.connect();
    const heard = new Promise((resolve) =>
      listener.client.once('notification', ({ payload }) => resolve(JSON.parse(payload!))),
    );
    await listener.client.query('listen tradewind');
    const counts = await processor().runOnce();
    expect(counts).toMatchObject({ dagFiles: 1, loaded: 1, failed: 0, newVersions: 1 });
    expect(await heard).toEqual({ kind: 'dag', dagIds: ['sales'] });
    await listener.close();
    expect(await find('sales')).toMatchObject({
      file: 'sales/etl.ts',
      bundleName: 'dags',
      isActive: true,
      isPaused: true,
      tags: ['a', 'x'],
      description: 'Sales',
      version: { number: 1, serialized: { dagId: 'sales', tasks: [{ taskId: 'a' }, { taskId: 'b' }] } },
    });
    const [version] = await sql<{ task_rows: unknown; bundle_version_id: string; file: string; manifest: object }>(
      'select v.task_rows, v.bundle_version_id, v.file, b.manifest from dag_version v join bundle_version b on b.id = v.bundle_version_id',
    );
    const row = { queue: 'default', executor: null, pool: 'default_pool', pool_slots: 1, operator: 'task' };
    expect(version).toMatchObject({
      file: 'sales/etl.ts',
      task_rows: [
        { task_id: 'a', max_tries: 2, priority: 4, ...row },
        { task_id: 'b', max_tries: 0, priority: 1, ...row },
      ],
      manifest: { 'sales/etl.ts': { size: expect.any(Number), sha256: expect.any(String) } },
    });
    const copy = join(base, 'home/bundles', version!.bundle_version_id, 'sales/etl.ts');
    expect(readFileSync(copy, 'utf8')).toBe(readFileSync(join(folder, 'sales/etl.ts'), 'utf8'));
  });

  test('is paused or not as it says at its first load, and later as people chose', async () => {
    write({ 'a.ts': dagFile('a', '', '', '{ isPausedUponCreation: false }'), 'b.ts': dagFile('b') });
    const one = processor({ isPausedAtCreation: true });
    await one.runOnce();
    expect([(await find('a')).isPaused, (await find('b')).isPaused]).toEqual([false, true]);
    await sql(`update dag set is_paused = not is_paused`);
    write({
      'a.ts': dagFile('a', 'return 2;', '', '{ isPausedUponCreation: false }'),
      'b.ts': dagFile('b', 'return 2;'),
    });
    await one.runOnce();
    expect([(await find('a')).isPaused, (await find('b')).isPaused]).toEqual([true, false]);
  });

  test('gives the rights that its file gives, and takes back those that it no longer gives', async () => {
    const access = async (): Promise<unknown> => (await sql<{ access: unknown }>(`select access from dag`))[0]!.access;
    const options = [`{ access: { analysts: ['can_read'] } }`, `{ access: {} }`, `{}`];
    const seen: unknown[] = [];
    const one = processor();
    for (const each of options) {
      write({ 'a.ts': dagFile('a', '', '', each) });
      await one.runOnce();
      seen.push(await access());
    }
    expect(seen).toEqual([{ analysts: { DAGs: ['can_read'] } }, {}, null]);
  });

  test('needs no installation of tradewind, and sees the packages that are installed', async () => {
    mkdirSync(join(base, 'node_modules/@acme/names'), { recursive: true });
    writeFileSync(join(base, 'node_modules/@acme/names/index.js'), `exports.name = 'by-acme';`);
    write({
      'a.ts': `import { dag } from 'tradewind';\nimport names from '@acme/names';\ndag(names.name, {}, () => {});`,
    });
    await processor().runOnce();
    expect(await versionNumber('by-acme')).toBe(1);
  });

  test('takes the kind of its modules and its settings from the project around it', async () => {
    writeFileSync(join(base, 'package.json'), '{ "type": "commonjs" }');
    writeFileSync(join(base, 'tsconfig.json'), '{ "compilerOptions": { "paths": { "~/*": ["./dags/lib/*"] } } }');
    write({
      'a.js': `const { dag } = require('tradewind'); dag('a', {}, () => {});`,
      'lib/id.ts': `export const id = 'b';`,
    });
    write({ 'b.ts': `import { dag } from 'tradewind';\nimport { id } from '~/id';\ndag(id, {}, () => {});` });
    expect(await processor().runOnce()).toMatchObject({ failed: 0, newVersions: 2 });
  });
});

describe('a new version', () => {
  test('is made when the code of a task changed, and not when nothing did', async () => {
    write({ 'a.ts': dagFile('a'), 'b.ts': dagFile('b') });
    const one = processor();
    await one.runOnce();
    const before = await find('a');
    expect(await one.runOnce()).toMatchObject({ loaded: 0, newVersions: 0 });
    write({ 'a.ts': dagFile('a', 'return 2;') });
    expect(await one.runOnce()).toMatchObject({ loaded: 1, newVersions: 1 });
    const after = await find('a');
    expect(after.version?.number).toBe(2);
    expect(after.version?.serialized).toEqual(before.version?.serialized);
    const versions = await sql<{ bundle_version_id: string }>(
      `select bundle_version_id from dag_version where dag_id = 'a' order by number`,
    );
    expect(new Set(versions.map((row) => row.bundle_version_id)).size).toBe(2);
    expect(await versionNumber('b')).toBe(1);
  });

  test('is made of the DAGs that use a module, when the module changes, and of no other', async () => {
    write({
      'a.ts': dagFile('a', '', `import { x } from './lib/x.ts';\nvoid x;`),
      'b.ts': dagFile('b', `void import('./lib/x.js');`),
      'c.ts': dagFile('c'),
      'lib/x.ts': 'export const x = 1;',
    });
    const one = processor();
    await one.runOnce();
    write({ 'lib/x.ts': 'export const x = 2;' });
    expect(await one.runOnce()).toMatchObject({ loaded: 2, newVersions: 2 });
    expect(await Promise.all(['a', 'b', 'c'].map(versionNumber))).toEqual([2, 2, 1]);
  });

  test('is made when data beside the file changes, which the task then reads', async () => {
    write({ 'a.ts': dagFile('a'), 'load.sql': 'select 1' });
    const one = processor();
    await one.runOnce();
    write({ 'load.sql': 'select 2' });
    expect(await one.runOnce()).toMatchObject({ newVersions: 1 });
    const [row] = await sql<{ bundle_version_id: string }>(
      `select bundle_version_id from dag_version order by number desc limit 1`,
    );
    expect(readFileSync(join(base, 'home/bundles', row!.bundle_version_id, 'load.sql'), 'utf8')).toBe('select 2');
  });

  test('is not made by a restart', async () => {
    write({ 'a.ts': dagFile('a') });
    await processor().runOnce();
    const { lastParsedAt } = await find('a');
    expect(await processor().runOnce()).toMatchObject({ loaded: 1, newVersions: 0 });
    expect(await versionNumber('a')).toBe(1);
    expect((await find('a')).lastParsedAt).toBeGreaterThan(lastParsedAt);
  });

  test('follows when a file goes back to what it was', async () => {
    write({ 'a.ts': dagFile('a') });
    const one = processor();
    await one.runOnce();
    write({ 'a.ts': dagFile('a', 'return 2;') });
    await one.runOnce();
    write({ 'a.ts': dagFile('a') });
    await one.runOnce();
    expect(await versionNumber('a')).toBe(3);
  });
});

describe('a file that does not load', () => {
  test('leaves the last good version in force, and its error until it loads again', async () => {
    write({ 'a.ts': dagFile('a'), 'b.ts': dagFile('b') });
    const one = processor();
    await one.runOnce();
    write({
      'a.ts': `console.log('on my way');\n${dagFile('a', '', 'const = 1;')}`,
      'b.ts': dagFile('b', 'return 2;'),
    });
    expect(await one.runOnce()).toMatchObject({ failed: 1, newVersions: 1 });
    expect(await find('a')).toMatchObject({ isActive: true, version: { number: 1 } });
    expect(await listImportErrors(testDatabase.database)).toEqual([
      expect.objectContaining({
        file: 'a.ts',
        code: 'FILE_SYNTAX_INVALID',
        line: 3,
        column: 7,
        codeFrame: expect.stringContaining('> 3 | const = 1;'),
      }),
    ]);
    write({ 'a.ts': dagFile('a') });
    await one.runOnce();
    expect(await listImportErrors(testDatabase.database)).toEqual([]);
    expect(await versionNumber('a')).toBe(1);
    expect(events.filter(({ kind }) => kind === 'importRecovered')).toEqual([
      { kind: 'importRecovered', file: 'a.ts' },
    ]);
  });

  test('shows what it printed', async () => {
    write({ 'a.ts': dagFile('a', '', `console.log('on my way');\nthrow new Error('no');`) });
    await processor().runOnce();
    expect(await listImportErrors(testDatabase.database)).toMatchObject([
      { message: 'no', line: 3, output: 'on my way\n' },
    ]);
  });

  test('keeps its DAGs over a restart', async () => {
    write({ 'a.ts': dagFile('a') });
    await processor().runOnce();
    write({ 'a.ts': 'import "tradewind"; throw new Error();' });
    await processor().runOnce();
    expect((await find('a')).isActive).toBe(true);
  });

  test('because the database refuses it keeps no other out', async () => {
    write({ 'a.ts': dagFile('a', '', '', `{ description: 'nul: \\u0000' }`), 'b.ts': dagFile('b') });
    expect(await processor().runOnce()).toMatchObject({ failed: 1, newVersions: 1 });
    expect(await versionNumber('b')).toBe(1);
    expect(await listImportErrors(testDatabase.database)).toMatchObject([{ file: 'a.ts', code: 'DAG_NOT_STORABLE' }]);
  });

  test('loads as soon as the module that it lacks appears', async () => {
    write({ 'a.ts': dagFile('a', '', `import { x } from './lib/x.js';\nvoid x;`) });
    const one = processor();
    expect(await one.runOnce()).toMatchObject({ failed: 1 });
    write({ 'lib/x.ts': 'export const x = 1;' });
    expect(await one.runOnce()).toMatchObject({ failed: 0, newVersions: 1 });
  });
});

describe('a DAG id that two files declare', () => {
  test('belongs to the file that has it, until that lets it go', async () => {
    write({ 'b.ts': dagFile('x') });
    const one = processor();
    await one.runOnce();
    write({ 'a.ts': `${dagFile('x')}\ndag('other', {}, () => {});` });
    expect(await one.runOnce()).toMatchObject({ failed: 1, newVersions: 1 });
    expect((await find('x')).file).toBe('b.ts');
    expect((await find('other')).file).toBe('a.ts');
    expect(await listImportErrors(testDatabase.database)).toMatchObject([
      { file: 'a.ts', code: 'DAG_ID_TAKEN', line: 4, message: expect.stringContaining('b.ts') },
    ]);
    rmSync(join(folder, 'b.ts'));
    await one.runOnce();
    expect(await find('x')).toMatchObject({ file: 'a.ts', isActive: true, version: { number: 2 } });
    expect(await listImportErrors(testDatabase.database)).toEqual([]);
  });

  test('of two new files belongs to the first by name', async () => {
    write({ 'b.ts': dagFile('x'), 'a.ts': dagFile('x') });
    await processor().runOnce();
    expect((await find('x')).file).toBe('a.ts');
    expect(await listImportErrors(testDatabase.database)).toMatchObject([{ file: 'b.ts' }]);
  });

  test('belongs to the bundle that has it', async () => {
    const others = join(base, 'others');
    mkdirSync(others);
    writeFileSync(join(others, 'theirs.ts'), dagFile('x'));
    await processor({ folder: others, bundleName: 'others' }).runOnce();
    write({ 'a.ts': dagFile('x') });
    await processor().runOnce();
    expect((await find('x')).bundleName).toBe('others');
    expect(await listImportErrors(testDatabase.database)).toMatchObject([
      { bundleName: 'dags', message: expect.stringContaining('others') },
    ]);
  });

  test('is no conflict when a DAG file imports another one', async () => {
    write({
      'a.ts': `${dagFile('a', '', `import { run as again } from './b.ts';\nvoid again;`)}`,
      'b.ts': `${dagFile('b')}\nexport { run };`,
    });
    expect(await processor().runOnce()).toMatchObject({ failed: 0, newVersions: 2 });
    expect((await find('b')).file).toBe('b.ts');
  });
});

describe('a DAG that no file declares any more', () => {
  test('is deactivated, and comes back with its file and its version', async () => {
    write({ 'a.ts': dagFile('a'), 'b.ts': dagFile('b') });
    const one = processor();
    await one.runOnce();
    renameSync(join(folder, 'a.ts'), join(base, 'a.ts'));
    expect(await one.runOnce()).toMatchObject({ deactivated: 1 });
    expect((await find('a')).isActive).toBe(false);
    renameSync(join(base, 'a.ts'), join(folder, 'a.ts'));
    await one.runOnce();
    expect(await find('a')).toMatchObject({ isActive: true, version: { number: 1 } });
    expect(await one.runOnce()).toMatchObject({ loaded: 0 });
  });

  test('is deactivated when it vanished while nobody watched', async () => {
    write({ 'a.ts': dagFile('a'), 'b.ts': dagFile('b') });
    await processor().runOnce();
    rmSync(join(folder, 'a.ts'));
    await processor().runOnce();
    expect([(await find('a')).isActive, (await find('b')).isActive]).toEqual([false, true]);
  });

  test('moves with its declaration to another file without a break', async () => {
    write({ 'a.ts': dagFile('x') });
    const one = processor();
    await one.runOnce();
    renameSync(join(folder, 'a.ts'), join(folder, 'z.ts'));
    expect(await one.runOnce()).toMatchObject({ deactivated: 0, newVersions: 1 });
    expect(await find('x')).toMatchObject({ file: 'z.ts', isActive: true });
  });
});

describe('the bundle', () => {
  test('leaves out what .tradewindignore names', async () => {
    write({
      '.tradewindignore': 'drafts/\n*.csv\n',
      'drafts/a.ts': dagFile('a'),
      'b.ts': dagFile('b'),
      'big.csv': '1;2',
    });
    expect(await processor().runOnce()).toMatchObject({ dagFiles: 1, files: 1 });
  });

  test('takes a file without the word tradewind for no DAG file, unless told so', async () => {
    write({ 'lib.ts': `throw new Error('not to be loaded');` });
    expect(await processor().runOnce()).toMatchObject({ dagFiles: 0, failed: 0 });
    expect(await processor({ requiresMention: false }).runOnce()).toMatchObject({ dagFiles: 1, failed: 1 });
  });

  test('is refused when it is too large, with the largest file, and is taken when that is gone', async () => {
    write({ 'a.ts': dagFile('a'), 'data/big.bin': 'x'.repeat(2000) });
    const one = processor({ limits: { maxFileBytes: 1000 } });
    await expect(one.runOnce()).rejects.toMatchObject({ code: 'BUNDLE_TOO_LARGE', file: 'data/big.bin' });
    expect(await listImportErrors(testDatabase.database)).toMatchObject([
      { file: 'data/big.bin', code: 'BUNDLE_TOO_LARGE' },
    ]);
    rmSync(join(folder, 'data'), { recursive: true });
    await one.runOnce();
    expect(await listImportErrors(testDatabase.database)).toEqual([]);
    expect(await versionNumber('a')).toBe(1);
  });

  test('shares unchanged files between snapshots, none with the DAG folder, and all are read-only', async () => {
    write({ 'a.ts': dagFile('a'), 'b.ts': dagFile('b'), 'run.sh': 'echo' });
    const one = processor();
    await one.runOnce();
    write({ 'a.ts': dagFile('a', 'return 2;') });
    await one.runOnce();
    const { statSync } = await import('node:fs');
    const bundles = join(base, 'home/bundles');
    const copies = readdirSync(bundles).map((name) => statSync(join(bundles, name, 'b.ts')));
    expect(copies).toHaveLength(2);
    expect(copies[0]!.ino).toBe(copies[1]!.ino);
    expect(copies[0]!.ino).not.toBe(statSync(join(folder, 'b.ts')).ino);
    expect(copies[0]!.mode & 0o777).toBe(0o444);
  });

  test('follows links to files and folders, also in a circle', async () => {
    mkdirSync(join(base, 'shared'));
    writeFileSync(join(base, 'shared/x.ts'), 'export const x = 1;');
    symlinkSync(join(base, 'shared'), join(folder, 'lib'));
    symlinkSync(folder, join(folder, 'again'));
    write({ 'a.ts': dagFile('a', '', `import { x } from './lib/x.ts';\nvoid x;`) });
    expect(await processor().runOnce()).toMatchObject({ failed: 0, dagFiles: 1, files: 2 });
  });

  test('loses old snapshots that nobody needs', async () => {
    write({ 'a.ts': dagFile('a') });
    await processor().runOnce();
    const bundles = join(base, 'home/bundles');
    const [needed] = readdirSync(bundles);
    for (const name of ['f'.repeat(64), '.draft']) mkdirSync(join(bundles, name));
    for (const name of readdirSync(bundles)) utimesSync(join(bundles, name), 1, 1);
    await processor().runOnce();
    expect(readdirSync(bundles)).toEqual([needed]);
  });

  test('that is no folder is an error with its name', async () => {
    await expect(processor({ folder: join(base, 'nowhere') }).runOnce()).rejects.toMatchObject({
      code: 'DAG_FOLDER_MISSING',
    });
  });
});

describe('while it runs', () => {
  const stored = (dagId: string) => (event: DagProcessorEvent) =>
    event.kind === 'dagsStored' && event.dagIds.includes(dagId as DagId);

  test('a saved file, a new folder and a removed file are noticed', async () => {
    write({ 'a.ts': dagFile('a') });
    const one = processor();
    const first = nextEvent(stored('a'));
    await one.start();
    await first;
    const second = nextEvent(stored('b'));
    write({ 'new/deep/b.ts': dagFile('b') });
    await second;
    const third = nextEvent(stored('b'));
    write({ 'new/deep/b.ts': dagFile('b', 'return 2;') });
    await third;
    const gone = nextEvent((event) => event.kind === 'dagsDeactivated' && event.dagIds.length === 2);
    rmSync(join(folder, 'new'), { recursive: true });
    rmSync(join(folder, 'a.ts'));
    await gone;
  });

  test('a request loads a file again', async () => {
    write({ 'a.ts': dagFile('a') });
    const one = processor();
    const loadedOne = (event: DagProcessorEvent) => event.kind === 'turnEnded' && event.counts.loaded === 1;
    const first = nextEvent(loadedOne);
    await one.start();
    await first;
    const again = nextEvent(loadedOne);
    await requestParse(testDatabase.database, { bundleName: 'other', file: 'a.ts' });
    await requestParse(testDatabase.database, { bundleName: 'dags', file: 'a.ts' });
    await again;
  });

  test('a DAG that was deleted is stored again at the next rescan', async () => {
    write({ 'a.ts': dagFile('a') });
    const one = processor({ rescanIntervalMs: 50 });
    const first = nextEvent(stored('a'));
    await one.start();
    await first;
    const again = nextEvent(stored('a'));
    await sql('delete from dag');
    await again;
  });

  test('a missing folder is waited for', async () => {
    rmSync(folder, { recursive: true });
    const one = processor();
    const failed = nextEvent((event) => event.kind === 'turnFailed');
    await one.start();
    await failed;
    const found = nextEvent(stored('a'));
    write({ 'a.ts': dagFile('a') });
    await found;
  });

  test('it can be stopped in the middle of a load, twice, and leaves no trace of it', async () => {
    write({ 'a.ts': dagFile('a', '', `console.log('x');\nfor (;;);`) });
    const one = processor();
    const begun = nextEvent((event) => event.kind === 'snapshotTaken');
    await one.start();
    await begun;
    await Promise.all([one.stop(), one.stop()]);
    expect(await listImportErrors(testDatabase.database)).toEqual([]);
    expect(existsSync(join(base, 'home/bundles'))).toBe(true);
  });
});

test('many files are loaded by few processes, and all of their DAGs are stored', { timeout: 60_000 }, async () => {
  write(Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`d${index}.ts`, dagFile(`d${index}`)])));
  expect(await processor().runOnce()).toMatchObject({ loaded: 130, newVersions: 130, failed: 0 });
  const progress = events.filter((event) => event.kind === 'loadProgressed');
  expect(progress.at(-1)).toEqual({ kind: 'loadProgressed', done: 130, total: 130 });
  expect(events.filter(({ kind }) => kind === 'dagsStored').length).toBeGreaterThan(1);
  const [row] = await sql<{ count: number }>('select count(*)::int as count from dag where is_active');
  expect(row?.count).toBe(130);
});

describe('a definition that varies without its files', () => {
  const varying = dagFile('dice', 'return 1;', '', '{ description: `rolled ${process.hrtime.bigint()}` }');
  const warnings = () => listDagWarnings(testDatabase.database);

  test('is told, with what varies and what to do', async () => {
    write({ 'dice.ts': varying, 'calm.ts': dagFile('calm') });
    await processor().runOnce();
    expect(await warnings()).toEqual([]);
    await processor().runOnce();
    expect([await versionNumber('dice'), await versionNumber('calm')]).toEqual([2, 1]);
    const [warning, ...others] = await warnings();
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ dagId: 'dice', warningType: 'runtime varying value' });
    expect(warning!.message).toMatch(/none of its files did: description was "rolled \d+" and is "rolled \d+"\./);
    expect(warning!.message).toContain('do that in a task');
  });

  test('is forgotten when its file is written anew, and told again when that varies, too', async () => {
    write({ 'dice.ts': varying });
    await processor().runOnce();
    await processor().runOnce();
    expect(await warnings()).toHaveLength(1);
    write({ 'dice.ts': `${varying}\n// better?` });
    await processor().runOnce();
    expect(await warnings()).toEqual([]);
    await processor().runOnce();
    expect(await warnings()).toHaveLength(1);
  });

  test('is not told of a DAG that nothing declares any more', async () => {
    write({ 'dice.ts': varying });
    const one = processor();
    await one.runOnce();
    await processor().runOnce();
    rmSync(join(folder, 'dice.ts'));
    await processor().runOnce();
    expect(await warnings()).toEqual([]);
  });
});
