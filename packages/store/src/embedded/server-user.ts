/**
 * As whom the server runs: as ourselves, unless we are root, as whom PostgreSQL refuses to run. For root it is the
 * user who owns the folder that the home is in (so `sudo` leaves files that the user can use without it), else
 * `nobody`, else another user of the system.
 */
import { chown, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NoUnprivilegedUserError } from './errors.ts';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
  /** Set when it is another user than ourselves: what `spawn` needs. */
  readonly spawnAs: { readonly uid: number; readonly gid: number } | undefined;
}

/** Are we root, on a system that knows root? */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

export function ourselves(): ServerUser {
  return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, spawnAs: undefined };
}

/**
 * For root: who could run the server of `home`, the best first.
 *
 * @throws {NoUnprivilegedUserError} when this system has no user but root.
 */
export async function candidatesFor(home: string): Promise<ServerUser[]> {
  const users = await readUsers();
  const owner = await nearestOwner(home);
  const ranked = [
    ...users.filter((user) => user.uid === owner),
    ...users.filter((user) => user.name === 'nobody'),
    ...users.filter((user) => user.name !== 'nobody').sort((a, b) => a.uid - b.uid),
  ];
  const candidates = ranked.slice(0, 3).map(({ uid, gid }) => asOther(uid, gid));
  if (candidates.length === 0) throw new NoUnprivilegedUserError('/etc/passwd names no other user');
  return candidates;
}

/** For root: the user with this uid, for a server directory that exists already. */
export async function userWithUid(uid: number): Promise<ServerUser> {
  const user = (await readUsers()).find((candidate) => candidate.uid === uid);
  return asOther(uid, user?.gid ?? uid);
}

/** Makes `path` belong to the user of the server, where that is somebody else. */
export async function giveTo(user: ServerUser, path: string): Promise<void> {
  if (user.spawnAs === undefined) return;
  try {
    await chown(path, user.uid, user.gid);
  } catch (cause) {
    throw new NoUnprivilegedUserError(`"${path}" cannot be given to user ${user.uid}`, { cause });
  }
}

function asOther(uid: number, gid: number): ServerUser {
  return { uid, gid, spawnAs: { uid, gid } };
}

async function readUsers(): Promise<{ name: string; uid: number; gid: number }[]> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid, gid }) => name !== '' && uid > 0 && Number.isInteger(gid));
}

async function nearestOwner(path: string): Promise<number | undefined> {
  const uid = await stat(path).then(
    (found) => found.uid,
    () => 0,
  );
  if (uid !== 0) return uid;
  return dirname(path) === path ? undefined : nearestOwner(dirname(path));
}
