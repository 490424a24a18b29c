/**
 * Where the files of the server are and as whom it runs. Usually in the home and as ourselves. As root it is another
 * user, who must be able to get there: a home that is closed to everybody else (under `/root`, say) is left as closed
 * as it is, and the files go to `/var/lib/tradewind`, or to the directory for temporary files as a last resort.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectoryNotOwnedError } from './errors.ts';
import { dataDirectoryIn, type InstallationPaths, type InstallationRecord, serverDirectoryOf } from './installation.ts';
import { makeFolder } from './make-folder.ts';
import { canReach } from './reachability.ts';
import { candidatesFor, giveTo, isRoot, ourselves, type ServerUser, userWithUid } from './server-user.ts';

export interface Placement {
  readonly serverDirectory: string;
  readonly dataDirectory: string;
  readonly user: ServerUser;
}

/**
 * Decides, and makes the server directory. A database that exists already stays where it is. Hold the lock of the home.
 *
 * @throws {DataDirectoryNotOwnedError} when the existing database belongs to somebody whom we cannot run it as.
 */
export async function placeServer(paths: InstallationPaths, record: InstallationRecord | null): Promise<Placement> {
  const serverDirectory = serverDirectoryOf(paths, record);
  const owner = await ownerOf(dataDirectoryIn(serverDirectory));
  if (owner !== null) return placement(serverDirectory, await userForExisting(serverDirectory, owner));
  if (!isRoot()) return await make(paths.defaultServerDirectory, ourselves());
  const candidates = await candidatesFor(paths.home);
  for (const user of candidates) {
    if (await canReach(user, paths.home)) return await make(paths.defaultServerDirectory, user);
  }
  return await placeOutside(paths.home, candidates);
}

async function userForExisting(serverDirectory: string, owner: number): Promise<ServerUser> {
  const dataDirectory = dataDirectoryIn(serverDirectory);
  if (owner === ourselves().uid && !isRoot()) return ourselves();
  if (owner === 0 || !isRoot()) throw new DataDirectoryNotOwnedError({ dataDirectory, owner, user: ourselves().uid });
  return await userWithUid(owner);
}

async function placeOutside(home: string, candidates: readonly ServerUser[]): Promise<Placement> {
  const parent = '/var/lib/tradewind';
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  await makeFolder(parent, 0o755).catch(() => {});
  for (const user of candidates) {
    if (await canReach(user, parent)) return await make(join(parent, name), user);
  }
  return await make(await mkdtemp(join(tmpdir(), 'tradewind-')), candidates[0]!);
}

async function make(serverDirectory: string, user: ServerUser): Promise<Placement> {
  await makeFolder(serverDirectory, 0o700);
  await giveTo(user, serverDirectory);
  return placement(serverDirectory, user);
}

function placement(serverDirectory: string, user: ServerUser): Placement {
  return { serverDirectory, dataDirectory: dataDirectoryIn(serverDirectory), user };
}

async function ownerOf(path: string): Promise<number | null> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return found?.uid ?? null;
}
