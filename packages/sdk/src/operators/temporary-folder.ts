/**
 * Folders for temporary files of one process, named so that others find those that it left behind when it was killed.
 *
 * The host is part of the name, since the machines or containers that share a folder do not share their process ids.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

const KINDS = ['worker', 'task'] as const;
const NAME = new RegExp(`^tradewind-(?:${KINDS.join('|')})-(.+)-(\\d+)-[A-Za-z0-9]{6}$`);

/** Makes a folder that belongs to this process. */
export function createTemporaryFolder(kind: (typeof KINDS)[number], within: string = tmpdir()): string {
  return mkdtempSync(join(within, `tradewind-${kind}-${hostname()}-${process.pid}-`));
}

/** Removes the folders of processes of this host that are gone. Returns how many; what may not be removed stays. */
export function removeAbandonedFolders(within: string = tmpdir()): number {
  let removed = 0;
  for (const name of namesIn(within)) {
    const [, host, pid] = NAME.exec(name) ?? [];
    if (host !== hostname() || isAlive(Number(pid))) continue;
    removed += Number(removeSafely(join(within, name)));
  }
  return removed;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function removeSafely(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
