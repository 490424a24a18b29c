import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withHomeLock } from './home-lock.ts';
import { identifyThisProcess } from './process-identity.ts';
import { judgeMark, makeMark } from './process-mark.ts';
import { joinUsers, listUsers } from './users.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tw-mark-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function endedPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

async function markOf(name: string, identity: object): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify({ ...(await identifyThisProcess()), ...identity }));
  return path;
}

test('a mark is made once, and again when it is released', async () => {
  const path = join(folder, 'once');
  const mark = await makeMark(path);
  expect(await makeMark(path)).toBeNull();
  expect(await judgeMark(path)).toEqual({ pid: process.pid, isStale: false });
  await mark?.release();
  await mark?.release();
  expect(await judgeMark(path)).toBeNull();
  await (await makeMark(path))?.release();
});

test('the mark of a process that ended is stale', async () => {
  const pid = endedPid();
  expect(await judgeMark(await markOf('ended', { pid }))).toEqual({ pid, isStale: true });
});

test.skipIf(process.platform === 'win32')('the mark of a process whose number another one got is stale', async () => {
  expect(await judgeMark(await markOf('reused', { startedAt: '1' }))).toEqual({ pid: process.pid, isStale: true });
});

test('the mark of another machine counts while it is renewed', async () => {
  const path = await markOf('foreign', { pid: endedPid(), machine: 'another' });
  expect((await judgeMark(path))?.isStale).toBe(false);
  const aMinuteAgo = new Date(Date.now() - 60_000);
  await utimes(path, aMinuteAgo, aMinuteAgo);
  expect((await judgeMark(path))?.isStale).toBe(true);
});

test('a mark that is not readable as one counts for a while', async () => {
  const path = join(folder, 'empty');
  await writeFile(path, '');
  expect(await judgeMark(path)).toEqual({ pid: undefined, isStale: false });
});

test('the lock of a dead process is taken over by exactly one at a time', async () => {
  const lockFile = await markOf('lock', { pid: endedPid() });
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await readFile(lockFile);
    inside -= 1;
  };
  await Promise.all(
    Array.from({ length: 20 }, () => withHomeLock({ lockFile, timeoutMs: 9_000, log: () => {} }, work)),
  );
  expect(most).toBe(1);
});

test('who waits too long for a living holder is told whom for', async () => {
  const lockFile = join(folder, 'held');
  const mark = await makeMark(lockFile);
  const waiting = withHomeLock({ lockFile, timeoutMs: 30, log: () => {} }, async () => {});
  await expect(waiting).rejects.toMatchObject({ code: 'HOME_BUSY', holderPid: process.pid });
  await mark?.release();
});

test('what was left by a process that was killed while it took the lock is removed', async () => {
  const left = await markOf('swept.draft', { pid: endedPid() });
  await withHomeLock({ lockFile: join(folder, 'swept'), timeoutMs: 0, log: () => {} }, async () => {});
  expect(await judgeMark(left)).toBeNull();
});

test('the lock is released when the work fails', async () => {
  const lockFile = join(folder, 'fails');
  const options = { lockFile, timeoutMs: 0, log: () => {} };
  await expect(withHomeLock(options, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withHomeLock(options, async () => 'free')).toBe('free');
});

test('users are listed while they live', async () => {
  const directory = join(folder, 'users');
  expect(await listUsers(directory)).toEqual([]);
  const user = await joinUsers(directory);
  await markOf('users/dead', { pid: endedPid() });
  expect(await listUsers(directory)).toEqual([process.pid]);
  await user.release();
  expect(await listUsers(directory)).toEqual([]);
});
