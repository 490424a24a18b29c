import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const execute = 0o1;
const read = 0o4;

export interface Person {
  readonly uid: number;
  readonly gid: number;
}

/**
 * May this user, who is not root, get to the folder `path` and read it? Decided from the permissions of the folder and
 * of all above it; access lists are not looked at. Symbolic links are followed. `false` when `path` does not exist.
 */
export async function canReach(person: Person, path: string): Promise<boolean> {
  try {
    const real = await realpath(path);
    if (!isAllowed(person, await stat(real), read | execute)) return false;
    for (let folder = dirname(real); ; folder = dirname(folder)) {
      if (!isAllowed(person, await stat(folder), execute)) return false;
      if (folder === dirname(folder)) return true;
    }
  } catch {
    return false;
  }
}

function isAllowed(person: Person, found: Stats, wanted: number): boolean {
  const shift = found.uid === person.uid ? 6 : found.gid === person.gid ? 3 : 0;
  return ((found.mode >> shift) & wanted) === wanted;
}
