import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Endpoint } from './endpoint.ts';
import { databaseUser } from './password.ts';
import { postmasterFilePath, readPostmasterFile } from './postmaster-file.ts';
import { probeServer } from './probe-server.ts';
import { isPidAlive } from './process-identity.ts';

/**
 * - `none`: no server runs on this data directory.
 * - `accepting`: one runs and takes connections at `endpoint`.
 * - `busy`: one runs, and starts, recovers or stops.
 * - `unresponsive`: one runs, but does not answer where it should listen.
 */
export type ObservedServer =
  | { readonly status: 'none' }
  | { readonly status: 'accepting' | 'busy' | 'unresponsive'; readonly pid: number };

/** Looks at the server of a data directory, once. Changes nothing. */
export async function observeServer(dataDirectory: string, endpoint: Endpoint | undefined): Promise<ObservedServer> {
  const file = await readPostmasterFile(dataDirectory);
  if (file === null) return { status: 'none' };
  const answer = endpoint === undefined ? 'absent' : await probeServer(endpoint, databaseUser);
  // A socket is in a folder of ours: what answers there is our server, also where its pid means nothing to us because
  // it runs in another container. A port may be anybody's.
  if (answer === 'accepting' && endpoint?.kind === 'socket') return { status: 'accepting', pid: file.pid };
  if (!(await isPostmaster(file.pid, dataDirectory))) return { status: 'none' };
  if (answer === 'accepting') return { status: 'accepting', pid: file.pid };
  const isBusy = answer === 'refusing' || file.status !== 'ready';
  return { status: isBusy ? 'busy' : 'unresponsive', pid: file.pid };
}

/**
 * Looks again until the server accepts connections or is gone, and takes one that starts or stops for what it will be.
 * Gives up on one that answers nobody after `patienceMs`, and on one that goes on starting after `timeoutMs`.
 */
export async function awaitSettledServer(
  dataDirectory: string,
  endpoint: Endpoint | undefined,
  { timeoutMs, patienceMs = 3_000 }: { readonly timeoutMs: number; readonly patienceMs?: number },
): Promise<ObservedServer> {
  const since = Date.now();
  for (let delayMs = 5; ; delayMs = Math.min(delayMs * 2, 100)) {
    const seen = await observeServer(dataDirectory, endpoint);
    if (seen.status === 'none' || seen.status === 'accepting') return seen;
    const limitMs = seen.status === 'busy' ? timeoutMs : patienceMs;
    if (Date.now() - since > limitMs) return seen;
    await pause(delayMs);
  }
}

/**
 * Removes a `postmaster.pid` that a killed server left. PostgreSQL does this itself, unless the pid has come to mean
 * another process of the same user; then it would refuse to start for ever. Only while no server runs.
 */
export async function removeStalePostmasterFile(dataDirectory: string): Promise<void> {
  const file = await readPostmasterFile(dataDirectory);
  if (file !== null && (await isPidAlive(file.pid))) await rm(postmasterFilePath(dataDirectory), { force: true });
}

/**
 * Is this pid a server of this directory, not a process that got the number later? A server works in its data
 * directory; where the system does not tell that, every living process counts.
 */
async function isPostmaster(pid: number, dataDirectory: string): Promise<boolean> {
  if (!(await isPidAlive(pid))) return false;
  if (platform() !== 'linux') return true;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(dataDirectory));
  } catch {
    const command = await readFile(`/proc/${pid}/comm`, 'latin1').catch(() => '');
    return command.trim() === 'postgres';
  }
}
