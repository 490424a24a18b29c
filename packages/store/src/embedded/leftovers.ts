import { readdir, readlink, realpath, rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { postmasterFilePath, readPostmasterFile } from './postmaster-file.ts';

/** How long processes of a killed server may take to end by themselves, and then until they are dead. */
const endWithinMs = 2_000;
const deadWithinMs = 10_000;

/**
 * Clears away what a killed server left of itself: its processes, and a `postmaster.pid` that would keep the next one
 * from starting. Only while no server runs. Does nothing after an orderly stop.
 *
 * PostgreSQL removes that file itself, unless its pid still means something to the system: another process that got
 * the number, or a zombie that nobody reaps, as is usual in containers. The file also is how it notices processes that
 * were left; so they are ended before it is removed.
 */
export async function clearLeftovers(dataDirectory: string): Promise<void> {
  const file = await readPostmasterFile(dataDirectory);
  if (file === null) return;
  await endLeftovers(dataDirectory);
  if (hasMeaning(file.pid)) await rm(postmasterFilePath(dataDirectory), { force: true });
}

/**
 * Waits until the processes that a killed server left in its data directory are gone. They notice its death as soon as
 * they wait for anything; one that is busy with a long statement is killed. Nothing of theirs would survive: the next
 * server starts from its log. Only where the system tells who works where (Linux).
 */
export async function endLeftovers(dataDirectory: string): Promise<void> {
  const since = Date.now();
  for (;;) {
    const pids = await listLeftovers(dataDirectory);
    const waitedMs = Date.now() - since;
    if (pids.length === 0 || waitedMs > deadWithinMs) return;
    if (waitedMs > endWithinMs) for (const pid of pids) kill(pid);
    await pause(10);
  }
}

async function listLeftovers(dataDirectory: string): Promise<number[]> {
  if (platform() !== 'linux') return [];
  const directory = await realpath(dataDirectory);
  const pids = (await readdir('/proc')).map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const isLeftover = await Promise.all(pids.map((pid) => worksIn(pid, directory)));
  return pids.filter((_, index) => isLeftover[index]);
}

async function worksIn(pid: number, directory: string): Promise<boolean> {
  try {
    if ((await readlink(`/proc/${pid}/cwd`)) !== directory) return false;
    return (await readlink(`/proc/${pid}/exe`)).includes('postgres');
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}

/** What PostgreSQL asks, too: a zombie has a meaning, and so has a process of somebody else. */
function hasMeaning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
