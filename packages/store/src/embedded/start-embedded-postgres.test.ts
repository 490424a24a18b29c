import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { EmbeddedPostgresEvent } from './events.ts';
import {
  dataDirectoryOf,
  type EmbeddedPostgres,
  findRunningEmbeddedPostgres,
  type StartEmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './index.ts';
import { isPidAlive } from './process-identity.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
let folder: string;
let template: string;
let firstServer: EmbeddedPostgres;
let events: EmbeddedPostgresEvent[] = [];
let servers: EmbeddedPostgres[] = [];

async function start(home: string, options: Partial<StartEmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ home, fsync: false, log: (event) => events.push(event), ...options });
  servers.push(server);
  return server;
}

async function query(server: { url: string }, text: string): Promise<unknown[][]> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

/** A home with a database at rest: a copy, which takes less time than another `initdb`. */
async function homeWithDatabase(name: string): Promise<string> {
  const home = join(folder, name);
  await run('cp', ['-a', template, home]);
  return home;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tw-pg-'));
  await run('chmod', ['755', folder]);
  template = join(folder, 'template');
  firstServer = await start(template);
  servers = [];
  await query(firstServer, 'create table kept (x int)');
  await query(firstServer, 'insert into kept values (42)');
  await firstServer.stop();
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
  events = [];
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('the first start makes a database, the next one finds it again', async () => {
  expect(firstServer.wasFirstStart).toBe(true);
  const home = await homeWithDatabase('again');
  const server = await start(home);
  expect(server).toMatchObject({ wasFirstStart: false, recovered: false });
  expect(await query(server, 'select x, current_database(), current_user from kept')).toEqual([
    [42, 'tradewind', 'tradewind'],
  ]);
  expect(dataDirectoryOf(home)).toBe(join(home, 'postgres', 'data'));
});

test('the database is durable, UTF-8, in UTC and listens on no port', async () => {
  const server = await start(await homeWithDatabase('settings'), { fsync: true });
  const settings = await query(
    server,
    `select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes',
      'server_encoding', 'TimeZone', 'listen_addresses', 'data_checksums', 'jit') order by name`,
  );
  expect(Object.fromEntries(settings)).toEqual({
    TimeZone: 'UTC',
    data_checksums: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    jit: 'off',
    listen_addresses: '',
    server_encoding: 'UTF8',
    synchronous_commit: 'on',
  });
  expect(await query(server, "select upper('äöé'), 'a' < 'B'")).toEqual([['ÄÖÉ', false]]);
});

test('settings of the caller win over ours', async () => {
  const server = await start(await homeWithDatabase('own-settings'), {
    settings: { work_mem: '3MB', application_name: "it's" },
  });
  expect(
    await query(
      server,
      "select current_setting('work_mem'), reset_val from pg_settings where name = 'application_name'",
    ),
  ).toEqual([['3MB', "it's"]]);
});

test('nobody gets in without the password, which only its owner can read', async () => {
  const home = await homeWithDatabase('password');
  const server = await start(home);
  const client = new Client({ ...server.connection, password: 'guessed' });
  await expect(client.connect()).rejects.toThrow('password authentication failed');
  expect(statSync(join(home, 'postgres.password')).mode & 0o777).toBe(0o600);
  expect(statSync(dataDirectoryOf(home)).mode & 0o777).toBe(0o700);
  expect(statSync(server.connection.host).mode & 0o777).toBe(0o700);
});

test('a lost password is replaced by a new one', async () => {
  const home = await homeWithDatabase('lost-password');
  await rm(join(home, 'postgres.password'));
  const server = await start(home);
  expect(server.connection.password).not.toBe(firstServer.connection.password);
  expect(await query(server, 'select x from kept')).toEqual([[42]]);
});

test('who asks for the running server finds it while it runs', async () => {
  const home = await homeWithDatabase('find');
  expect(await findRunningEmbeddedPostgres(home)).toBeNull();
  const server = await start(home);
  const found = await findRunningEmbeddedPostgres(home);
  expect(found).toEqual({ connection: server.connection, url: server.url, pid: server.pid });
  await server.stop();
  expect(await findRunningEmbeddedPostgres(home)).toBeNull();
});

test('stop ends the server once, however often it is called', async () => {
  const server = await start(await homeWithDatabase('stop'));
  await Promise.all([server.stop(), server.stop()]);
  await server.stop();
  expect(await server.closed).toBe('stopped');
  expect(await isPidAlive(server.pid)).toBe(false);
  expect(events.filter((event) => event.kind === 'stopped')).toMatchObject([{ how: 'asked' }]);
});

test('a server that does not stop in time is stopped at once, and the next start recovers', async () => {
  const home = await homeWithDatabase('stop-late');
  const server = await start(home, { stopTimeoutMs: 0 });
  await query(server, 'insert into kept values (43)');
  await server.stop();
  expect(events).toContainEqual(expect.objectContaining({ kind: 'stopped', how: 'immediate' }));
  const next = await start(home);
  expect(await query(next, 'select x from kept order by x')).toEqual([[42], [43]]);
});

test('stop ends the server of a home that was deleted', async () => {
  const home = await homeWithDatabase('deleted');
  const server = await start(home);
  await rm(home, { recursive: true });
  await server.stop();
  expect(await isPidAlive(server.pid)).toBe(false);
});

test('two starts at once in one process share one server', async () => {
  const home = await homeWithDatabase('twice');
  const [one, other] = await Promise.all([start(home), start(home)]);
  expect(one.pid).toBe(other.pid);
  await one.stop();
  expect(await query(other, 'select x from kept')).toEqual([[42]]);
  await other.stop();
  expect(await isPidAlive(other.pid)).toBe(false);
});

test('after a kill of the server the next start recovers what was committed', async () => {
  const home = await homeWithDatabase('killed');
  const server = await start(home);
  await query(server, 'insert into kept values (44)');
  process.kill(server.pid, 'SIGKILL');
  expect(await server.closed).toBe('exited');
  expect(events).toContainEqual({ kind: 'exited', pid: server.pid });
  const next = await start(home);
  expect(next.recovered).toBe(true);
  expect(await query(next, 'select x from kept order by x')).toEqual([[42], [44]]);
});

test('a killed server is started again at the same address when that is wished, also twice', async () => {
  const server = await start(await homeWithDatabase('restarted'), { restartOnExit: true });
  for (let time = 1; time <= 2; time += 1) {
    const { pid } = server;
    // A busy backend lives on for a while when its server is killed.
    const busy = query(server, 'select count(*) from generate_series(1, 3000000)').catch(() => {});
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => server.pid !== pid, { timeout: 9_000 }).toBe(true);
    await busy;
    expect(await query(server, 'select x from kept')).toEqual([[42]]);
  }
});

test('a stop during a restart leaves no server behind', async () => {
  const home = await homeWithDatabase('stop-restart');
  const server = await start(home, { restartOnExit: true });
  process.kill(server.pid, 'SIGKILL');
  await expect.poll(() => events.some((event) => event.kind === 'exited'), { interval: 1 }).toBe(true);
  await server.stop();
  expect(await findRunningEmbeddedPostgres(home)).toBeNull();
  expect(await isPidAlive(server.pid)).toBe(false);
});

test('a pid file of a killed server, whose number another process got, does not stop the start', async () => {
  const home = await homeWithDatabase('reused-pid');
  const file = join(dataDirectoryOf(home), 'postmaster.pid');
  const user = statSync(dataDirectoryOf(home));
  // A process of the user of the server, so PostgreSQL itself would refuse.
  const other = execFile(
    process.execPath,
    ['-e', 'setInterval(() => {}, 1000)'],
    isRoot ? { uid: user.uid, gid: user.gid } : {},
  );
  try {
    await writeFile(file, `${other.pid}\n${dirname(file)}\n1\n5432\n/tmp\n\n  1  2\nready   \n`);
    if (isRoot) await run('chown', [`${user.uid}:${user.gid}`, file]);
    expect(await query(await start(home), 'select x from kept')).toEqual([[42]]);
  } finally {
    other.kill('SIGKILL');
  }
});

test('a server whose socket is gone is replaced', async () => {
  const home = await homeWithDatabase('no-socket');
  const server = await start(home);
  await rm(join(server.connection.host, '.s.PGSQL.5432'));
  const next = await start(home);
  expect(next.pid).not.toBe(server.pid);
  expect(events).toContainEqual({ kind: 'unresponsive', pid: server.pid });
  expect(await query(next, 'select x from kept')).toEqual([[42]]);
});

test('a home with a long path gets its socket elsewhere', async () => {
  const home = await homeWithDatabase(`long-${'x'.repeat(120)}`);
  const server = await start(home);
  expect(server.connection.host.startsWith(home)).toBe(false);
  expect(Buffer.byteLength(join(server.connection.host, '.s.PGSQL.5432'))).toBeLessThanOrEqual(103);
  expect(await query(server, 'select x from kept')).toEqual([[42]]);
  await server.stop();
  await rm(server.connection.host, { recursive: true });
});

test('by TCP it listens on the loopback address, and keeps its port', async () => {
  const home = await homeWithDatabase('tcp');
  const server = await start(home, { transport: 'tcp' });
  expect(server.connection.host).toBe('127.0.0.1');
  expect(await query(server, 'select x from kept')).toEqual([[42]]);
  await server.stop();
  const next = await start(home, { transport: 'tcp' });
  expect(next.connection.port).toBe(server.connection.port);
  const other = homeWithDatabase('tcp-taken');
  await expect(start(await other, { transport: 'tcp', port: next.connection.port })).rejects.toMatchObject({
    code: 'POSTGRES_PORT_IN_USE',
    address: `127.0.0.1:${next.connection.port}`,
  });
});

test('an interrupted making of the database is made again from the beginning', async () => {
  const home = join(folder, 'interrupted');
  await mkdir(join(home, 'postgres', 'new-1', 'data'), { recursive: true });
  const server = await start(home);
  expect(server.wasFirstStart).toBe(true);
  expect(existsSync(join(home, 'postgres', 'new-1'))).toBe(false);
});

test('damaged files are named', async () => {
  const home = await homeWithDatabase('damaged');
  await truncate(join(dataDirectoryOf(home), 'global', 'pg_control'), 10);
  await expect(start(home)).rejects.toMatchObject({
    code: 'POSTGRES_DATA_CORRUPT',
    dataDirectory: dataDirectoryOf(home),
  });
});

test('a directory without PG_VERSION counts as damaged, and nothing is made over it', async () => {
  const home = await homeWithDatabase('incomplete');
  await rm(join(dataDirectoryOf(home), 'PG_VERSION'));
  await expect(start(home)).rejects.toMatchObject({ code: 'POSTGRES_DATA_CORRUPT' });
  expect(existsSync(join(dataDirectoryOf(home), 'base'))).toBe(true);
});

test('a database of another major version is named with both versions', async () => {
  const home = await homeWithDatabase('version');
  await writeFile(join(dataDirectoryOf(home), 'PG_VERSION'), '17\n');
  await expect(start(home)).rejects.toMatchObject({
    code: 'POSTGRES_VERSION_MISMATCH',
    found: '17',
    expected: expect.stringMatching(/^18\b/),
  });
});

test('a server that ends at its start is quoted', async () => {
  const home = await homeWithDatabase('refuses');
  await expect(start(home, { settings: { no_such_setting: 1 } })).rejects.toMatchObject({
    code: 'POSTGRES_START_FAILED',
    message: expect.stringContaining('unrecognized configuration parameter "no_such_setting"'),
  });
});

test('a large log of the last time is kept aside', async () => {
  const home = await homeWithDatabase('log');
  const logFile = join(home, 'logs', 'postgres.log');
  await appendFile(logFile, 'x'.repeat(5_000_000));
  await start(home);
  expect(statSync(`${logFile}.1`).size).toBeGreaterThan(5_000_000);
  expect(await readFile(logFile, 'utf8')).toContain('ready to accept connections');
  expect(statSync(logFile).size).toBeLessThan(10_000);
});

test('a home that is a file is refused', async () => {
  const home = join(folder, 'file');
  await writeFile(home, '');
  await expect(start(home)).rejects.toMatchObject({ code: 'HOME_NOT_WRITABLE' });
});

test('a folder without programs is refused', async () => {
  const home = await homeWithDatabase('no-programs');
  await expect(start(home, { binaries: join(folder, 'nowhere') })).rejects.toMatchObject({
    code: 'EMBEDDED_POSTGRES_MISSING',
  });
});

test.runIf(platform() === 'linux')('links that no install script made are made', async () => {
  const binaries = await copyOfBinaries('no-links');
  const home = join(folder, 'links');
  const server = await start(home, { binaries });
  expect(server.wasFirstStart).toBe(true);
  expect(existsSync(join(binaries, 'lib', 'libpq.so.5'))).toBe(true);
});

test.runIf(platform() === 'linux' && isRoot)(
  'programs that the user of the server cannot reach are copied',
  async () => {
    const binaries = await copyOfBinaries('closed');
    await run('chmod', ['700', dirname(binaries)]);
    const home = join(folder, 'copied');
    const server = await start(home, { binaries });
    expect(server.wasFirstStart).toBe(true);
    const directory = join(home, 'postgres', 'postgres-18.0.0');
    expect(events).toContainEqual({ kind: 'binariesCopied', directory });
    expect(statSync(dirname(binaries)).mode & 0o777).toBe(0o700);
  },
);

/** The programs as npm unpacks them when it runs no install scripts: without symbolic links. */
async function copyOfBinaries(name: string): Promise<string> {
  const { locatePackage } = await import('./binaries.ts');
  const packaged = locatePackage();
  const native = join(folder, `${name}-package`, 'native');
  await mkdir(native, { recursive: true });
  await writeFile(join(native, '..', 'package.json'), '{"version":"18.0.0"}');
  await cp(join(packaged, 'bin'), join(native, 'bin'), { recursive: true });
  await cp(join(packaged, 'lib'), join(native, 'lib'), { recursive: true, verbatimSymlinks: true });
  await symlink(join(packaged, 'share'), join(native, 'share'));
  await cp(join(packaged, 'pg-symlinks.json'), join(native, 'pg-symlinks.json'));
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  await Promise.all(links.map(({ target }) => rm(join(native, '..', target))));
  return native;
}
