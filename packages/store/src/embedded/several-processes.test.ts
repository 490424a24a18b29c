import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { dataDirectoryOf, findRunningEmbeddedPostgres, startEmbeddedPostgres } from './index.ts';
import { isPidAlive } from './process-identity.ts';
import { canReach } from './reachability.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const canMount = isRoot && platform() === 'linux';
const entry = fileURLToPath(new URL('./index.ts', import.meta.url));
const isEntryPublic = await canReach(nobody, join(entry, '..'));

let folder: string;
let template: string;
const children: ChildProcess[] = [];

/** A process that starts the server of a home, tells how that went, and stops it when it is told to. */
class OtherProcess {
  readonly child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(home: string, spawnAs: object = {}) {
    const source = `
      import { startEmbeddedPostgres } from ${JSON.stringify(entry)};
      const say = (value) => console.log(JSON.stringify(value));
      try {
        const server = await startEmbeddedPostgres({ home: ${JSON.stringify(home)}, fsync: false });
        say({ pid: server.pid, wasFirstStart: server.wasFirstStart, url: server.url });
        process.stdin.once('data', async () => {
          await server.stop();
          say({ stopped: true });
          process.exit();
        });
      } catch (error) {
        say({ code: error.code, message: error.message });
      }`;
    const args = ['--conditions=@tradewind/source', '--input-type=module', '-e', source];
    this.child = spawn(process.execPath, args, { ...spawnAs, cwd: '/', stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(this.child);
    this.#lines = createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]();
  }

  async hear(): Promise<Record<string, unknown>> {
    const line = await this.#lines.next();
    if (line.done) throw new Error('the other process ended without a word');
    return JSON.parse(line.value) as Record<string, unknown>;
  }

  async stop(): Promise<void> {
    this.child.stdin!.write('stop\n');
    expect(await this.hear()).toEqual({ stopped: true });
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}

async function one(url: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: 'select 1', rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

async function homeWithDatabase(name: string): Promise<string> {
  const home = join(folder, name);
  await run('cp', ['-a', template, home]);
  return home;
}

/** Mounts an empty file system of this size in memory. */
async function mountSmall(name: string, size: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  await run('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', path]);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tw-pgs-'));
  await chmod(folder, 0o755);
  template = join(folder, 'template');
  const server = await startEmbeddedPostgres({ home: template, fsync: false });
  await server.stop();
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('two processes that start a new home at once share one server; the last one stops it', async () => {
  const home = join(folder, 'at-once');
  const processes = [new OtherProcess(home), new OtherProcess(home)];
  const [first, second] = await Promise.all(processes.map((other) => other.hear()));
  expect(first!['pid']).toBe(second!['pid']);
  expect([first!['wasFirstStart'], second!['wasFirstStart']].sort()).toEqual([false, true]);
  const starter = first!['wasFirstStart'] === true ? 0 : 1;
  await processes[starter]!.stop();
  expect(await one(String(first!['url']))).toEqual([[1]]);
  await processes[1 - starter]!.stop();
  expect(await isPidAlive(Number(first!['pid']))).toBe(false);
});

test('a process that attaches leaves the server to the one that started it', async () => {
  const home = await homeWithDatabase('attach');
  const server = await startEmbeddedPostgres({ home, fsync: false });
  const other = new OtherProcess(home);
  expect(await other.hear()).toMatchObject({ pid: server.pid, url: server.url });
  await other.stop();
  expect(await one(server.url)).toEqual([[1]]);
  await server.stop();
  expect(await isPidAlive(server.pid)).toBe(false);
});

test('a server whose process was killed goes on, is found, and is adopted by the next start, which stops it', async () => {
  const home = await homeWithDatabase('orphan');
  const other = new OtherProcess(home);
  const { pid } = await other.hear();
  await other.kill();
  expect((await findRunningEmbeddedPostgres(home))?.pid).toBe(pid);
  const server = await startEmbeddedPostgres({ home, fsync: false });
  expect(server).toMatchObject({ pid, recovered: false });
  expect(await one(server.url)).toEqual([[1]]);
  await server.stop();
  expect(await isPidAlive(server.pid)).toBe(false);
});

test('after a kill of process and server together the next start recovers', async () => {
  const home = await homeWithDatabase('both');
  const other = new OtherProcess(home);
  const { pid } = await other.hear();
  await other.kill();
  process.kill(Number(pid), 'SIGKILL');
  const server = await startEmbeddedPostgres({ home, fsync: false });
  expect(server.recovered).toBe(true);
  await server.stop();
});

test('an adopted server is started again when it is killed', async () => {
  const home = await homeWithDatabase('adopted');
  const other = new OtherProcess(home);
  const { pid } = await other.hear();
  await other.kill();
  const server = await startEmbeddedPostgres({ home, fsync: false, restartOnExit: true });
  process.kill(Number(pid), 'SIGKILL');
  await expect.poll(() => server.pid !== pid, { timeout: 5_000 }).toBe(true);
  expect(await one(server.url)).toEqual([[1]]);
  await server.stop();
});

test('a process that is killed while it makes the database does not keep the next one from it', async () => {
  const home = join(folder, 'killed-early');
  const other = new OtherProcess(home);
  const lockFile = join(home, 'postgres.processes', 'lock');
  await expect
    .poll(
      () =>
        stat(lockFile).then(
          () => true,
          () => false,
        ),
      { interval: 2, timeout: 9_000 },
    )
    .toBe(true);
  await other.kill();
  const server = await startEmbeddedPostgres({ home, fsync: false });
  expect(server.wasFirstStart).toBe(true);
  await server.stop();
});

test.runIf(isRoot)('as root the server runs as another user', async () => {
  const home = await homeWithDatabase('as-root');
  const server = await startEmbeddedPostgres({ home, fsync: false });
  const { uid } = await stat(`/proc/${server.pid}`);
  expect(uid).toBeGreaterThan(0);
  expect((await stat(dataDirectoryOf(home))).uid).toBe(uid);
  await server.stop();
});

test.runIf(isRoot)('as root the server runs as the owner of the folder that the home is in', async () => {
  const project = join(folder, 'project');
  await mkdir(project, { mode: 0o700 });
  await chown(project, nobody.uid, nobody.gid);
  const server = await startEmbeddedPostgres({ home: join(project, '.tradewind'), fsync: false });
  expect((await stat(`/proc/${server.pid}`)).uid).toBe(nobody.uid);
  expect(dataDirectoryOf(join(project, '.tradewind'))).toContain(project);
  await server.stop();
});

test.runIf(isRoot)(
  'as root a home that nobody else may enter stays closed, and its database is elsewhere',
  async () => {
    const home = await mkdtemp(join(homedir(), '.tw-closed-'));
    await chmod(home, 0o700);
    try {
      const server = await startEmbeddedPostgres({ home, fsync: false });
      const data = dataDirectoryOf(home);
      expect(data.startsWith(home)).toBe(false);
      expect((await stat(home)).mode & 0o777).toBe(0o700);
      expect(await one(server.url)).toEqual([[1]]);
      await server.stop();
      const again = await startEmbeddedPostgres({ home, fsync: false });
      expect(again.wasFirstStart).toBe(false);
      await again.stop();
      await rm(join(data, '..'), { recursive: true });
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
);

test.runIf(isRoot && isEntryPublic)('another user than root needs nothing special', async () => {
  const project = join(folder, 'of-nobody');
  await mkdir(project, { mode: 0o700 });
  await chown(project, nobody.uid, nobody.gid);
  const other = new OtherProcess(join(project, '.tradewind'), nobody);
  expect(await other.hear()).toMatchObject({ wasFirstStart: true });
  await other.stop();
});

test.runIf(isRoot && isEntryPublic)('a user is told when the home belongs to somebody else', async () => {
  const other = new OtherProcess(await homeWithDatabase('of-root'), nobody);
  expect(await other.hear()).toMatchObject({ code: 'HOME_NOT_WRITABLE' });
});

test.runIf(isRoot && isEntryPublic)('a user without a name is told that PostgreSQL wants one', async () => {
  const project = join(folder, 'nameless');
  await mkdir(project);
  await chown(project, 54_321, 54_321);
  const other = new OtherProcess(join(project, '.tradewind'), { uid: 54_321, gid: 54_321 });
  expect(await other.hear()).toMatchObject({ code: 'POSTGRES_USER_WITHOUT_NAME' });
});

test.runIf(canMount)('a read-only folder is refused', async () => {
  const path = await mountSmall('read-only', '1m');
  try {
    await run('mount', ['-o', 'remount,ro', path]);
    await expect(startEmbeddedPostgres({ home: join(path, 'home') })).rejects.toMatchObject({
      code: 'HOME_NOT_WRITABLE',
      message: expect.stringContaining('read-only'),
    });
  } finally {
    await run('umount', [path]);
  }
});

test.runIf(canMount)('a full disk is named, at the first start and later; with room again it starts', async () => {
  const path = await mountSmall('small', '120m');
  try {
    const filler = join(path, 'filler');
    await writeFile(filler, Buffer.alloc(100 * 1024 * 1024));
    const home = join(path, 'home');
    const settings = { min_wal_size: '32MB' };
    const start = () => startEmbeddedPostgres({ home, fsync: false, settings });
    await expect(start()).rejects.toMatchObject({ code: 'DISK_FULL' });
    await rm(filler);
    await (await start()).stop();
    await run('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4096']).catch(() => {});
    await expect(start()).rejects.toMatchObject({ code: 'DISK_FULL' });
    await rm(filler);
    const server = await start();
    expect(await one(server.url)).toEqual([[1]]);
    await server.stop();
  } finally {
    await run('umount', ['-l', path]);
  }
});
