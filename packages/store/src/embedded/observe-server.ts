import { readFile, readlink, realpath } from 'node:fs/promises';
import { platform } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Endpoint } from './endpoint.ts';
import { databaseUser } from './password.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { probeServer } from './probe-server.ts';
import { isPidAlive } from './process-identity.ts';

/**
 * - `none`: no server runs on this data directory.
 * - `accepting`: one runs and takes connections at `endpoint`.
 * - `busy`: one runs, and starts, recovers or stops.
 * - `deaf`: one runs, but nothing listens where it should.
 * - `silent`: one runs and listens, but does not answer in time.
 */
export type ObservedServer =
  | { readonly status: 'none' }
  | { readonly status: 'accepting' | 'busy' | 'deaf' | 'silent'; readonly pid: number };

const patienceMs = { deaf: 1_000, silent: 15_000 };

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
  if (answer === 'refusing' || file.status !== 'ready') return { status: 'busy', pid: file.pid };
  return { status: answer === 'absent' ? 'deaf' : 'silent', pid: file.pid };
}

/**
 * Looks again until the server accepts connections or is gone, and takes one that starts or stops for what it will be.
 * Gives up on one that is deaf after a second, for nothing will change; on a silent one after 15, for the machine may
 * be busy; and on one that goes on starting after `timeoutMs`.
 */
export async function awaitSettledServer(
  dataDirectory: string,
  endpoint: Endpoint | undefined,
  timeoutMs: number,
): Promise<ObservedServer> {
  const since = Date.now();
  for (let delayMs = 5; ; delayMs = Math.min(delayMs * 2, 100)) {
    const seen = await observeServer(dataDirectory, endpoint);
    if (seen.status === 'none' || seen.status === 'accepting') return seen;
    const limitMs = seen.status === 'busy' ? timeoutMs : patienceMs[seen.status];
    if (Date.now() - since > limitMs) return seen;
    await pause(delayMs);
  }
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
