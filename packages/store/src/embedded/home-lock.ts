/**
 * At most one process at a time starts or stops the server of a home. The lock is held for that step only, not for as
 * long as the server is used (`users.ts` is for that).
 */
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { HomeBusyError } from './errors.ts';
import type { EmbeddedPostgresEvent } from './events.ts';
import { judgeMark, makeMark, type ProcessMark } from './process-mark.ts';

const retryEveryMs = 15;
/** A take-over is a handful of file operations; one that is older than this belongs to a process that died in it. */
const takeOverDiedAfterMs = 5_000;

export interface HomeLockOptions {
  readonly lockFile: string;
  readonly timeoutMs: number;
  readonly log: (event: EmbeddedPostgresEvent) => void;
}

/**
 * Runs `work` while this process holds the lock. Waits for a living holder; takes the lock of a dead one over.
 *
 * @throws {HomeBusyError} when a living holder keeps it longer than `timeoutMs`.
 */
export async function withHomeLock<T>(options: HomeLockOptions, work: () => Promise<T>): Promise<T> {
  const lock = await acquire(options);
  try {
    await removeDrafts(options.lockFile);
    return await work();
  } finally {
    await lock.release();
  }
}

async function acquire({ lockFile, timeoutMs, log }: HomeLockOptions): Promise<ProcessMark> {
  const since = Date.now();
  let hasSaidThatItWaits = false;
  for (;;) {
    const lock = await makeMark(lockFile);
    if (lock !== null) return lock;
    const holder = await judgeMark(lockFile);
    if (holder === null) continue;
    if (holder.isStale) {
      await removeStaleLock(lockFile);
      continue;
    }
    const waitedMs = Date.now() - since;
    if (waitedMs > timeoutMs) throw new HomeBusyError({ lockFile, holderPid: holder.pid, waitedMs });
    if (!hasSaidThatItWaits) log({ kind: 'waiting', pid: holder.pid });
    hasSaidThatItWaits = true;
    await pause(retryEveryMs);
  }
}

/** Removes what processes left that were killed in the moment of taking the lock. */
async function removeDrafts(lockFile: string): Promise<void> {
  const folder = dirname(lockFile);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!path.startsWith(`${lockFile}.`)) continue;
    if ((await judgeMark(path))?.isStale) await rm(path, { force: true });
  }
}

/**
 * Removes the lock of a dead holder. Two processes may see the same dead holder; without the second look under a lock
 * of its own, the slower one would remove the lock that the faster one has just taken.
 */
async function removeStaleLock(lockFile: string): Promise<void> {
  const takeOverFile = `${lockFile}.take-over`;
  try {
    await writeFile(takeOverFile, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await removeIfOld(takeOverFile);
    await pause(retryEveryMs);
    return;
  }
  try {
    if ((await judgeMark(lockFile))?.isStale) await rm(lockFile, { force: true });
  } finally {
    await rm(takeOverFile, { force: true });
  }
}

async function removeIfOld(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found !== null && Date.now() - found.mtimeMs > takeOverDiedAfterMs) await rm(path, { force: true });
}
