import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface RemovalOptions {
  readonly home: string;
  /** Bundle versions that stay however old they are. */
  readonly needed: ReadonlySet<string>;
  /** Snapshots that were wanted after this instant stay. */
  readonly unwantedSinceAt: number;
}

/**
 * Removes snapshots that nobody needs and nobody wanted lately, and drafts that a crash left behind. Returns their names.
 */
export async function removeSnapshots({ home, needed, unwantedSinceAt }: RemovalOptions): Promise<readonly string[]> {
  const bundles = join(home, 'bundles');
  const names = await readdir(bundles).catch(() => []);
  const removed: string[] = [];
  for (const name of names.filter((one) => !needed.has(one))) {
    const stats = await stat(join(bundles, name)).catch(() => null);
    if (stats === null || stats.mtimeMs > unwantedSinceAt) continue;
    await rm(join(bundles, name), { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}
