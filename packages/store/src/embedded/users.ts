/**
 * The processes that use the server of a home. Whoever leaves last stops it: so the one that started it may go first,
 * and one that was killed does not keep the server alive, nor does it take the server with it.
 */
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { judgeMark, makeMark, type ProcessMark } from './process-mark.ts';

/** Notes this process down as a user. Hold the lock of the home. */
export async function joinUsers(directory: string): Promise<ProcessMark> {
  await makeFolder(directory);
  for (;;) {
    const mark = await makeMark(join(directory, `${process.pid}-${randomUUID()}`));
    if (mark !== null) return mark;
  }
}

/** The pids of the living users but the one with the mark `except`; removes the marks of dead ones. */
export async function listUsers(directory: string, except?: string): Promise<number[]> {
  const pids: number[] = [];
  for (const name of await readdir(directory).catch(() => [])) {
    const path = join(directory, name);
    const user = path === except ? null : await judgeMark(path);
    if (user === null) continue;
    if (user.isStale) await rm(path, { force: true }).catch(() => {});
    else pids.push(user.pid ?? 0);
  }
  return pids;
}
