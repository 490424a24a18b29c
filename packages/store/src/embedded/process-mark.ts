/**
 * A file that says "this process is here": its identity, and a time of modification which it renews while it lives.
 *
 * Within one machine the identity decides. Where a home is shared by several containers or machines, whose pids mean
 * nothing to each other, the time of modification does.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { identifyThisProcess, isProcessAlive, type ProcessIdentity } from './process-identity.ts';

/** How often a mark is renewed, and how old that of an unknown machine may grow before its process counts as dead. */
const renewEveryMs = 3_000;
const deadAfterMs = 10_000;

/** A mark that this process keeps. */
export interface ProcessMark {
  readonly path: string;
  /** Takes the mark away. Idempotent. */
  release(): Promise<void>;
}

/**
 * Makes the mark `path`, whole or not at all.
 *
 * Returns `null` when `path` exists already. Other errors of the file system pass through.
 */
export async function makeMark(path: string): Promise<ProcessMark | null> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(await identifyThisProcess()), { flag: 'wx' });
  try {
    if (!(await publish(draft, path))) return null;
  } finally {
    await rm(draft, { force: true });
  }
  const renewal = setInterval(() => {
    const now = new Date();
    // A mark that cannot be renewed is judged by the others; there is nothing to do about it here.
    utimes(path, now, now).catch(() => {});
  }, renewEveryMs);
  renewal.unref();
  return {
    path,
    async release() {
      clearInterval(renewal);
      await rm(path, { force: true });
    },
  };
}

/** Who made the mark and whether they are gone. `null` when there is no mark any more. */
export async function judgeMark(path: string): Promise<{ pid: number | undefined; isStale: boolean } | null> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const isOld = Date.now() - mtimeMs > deadAfterMs;
    const identity = parseIdentity(text);
    if (identity === null) return { pid: undefined, isStale: isOld };
    const isAlive = await isProcessAlive(identity);
    return { pid: identity.pid, isStale: isAlive === undefined ? isOld : !isAlive };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A link appears with its content and fails when the name is taken; file systems without links get a plain file. */
async function publish(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
  }
  try {
    await writeFile(path, await readFile(draft), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function parseIdentity(text: string): ProcessIdentity | null {
  try {
    const value = JSON.parse(text) as Partial<ProcessIdentity>;
    if (typeof value.pid !== 'number' || typeof value.machine !== 'string') return null;
    return { pid: value.pid, machine: value.machine, startedAt: value.startedAt ?? null };
  } catch {
    return null;
  }
}
