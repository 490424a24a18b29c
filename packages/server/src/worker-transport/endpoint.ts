/**
 * Where a scheduler listens for workers: a Unix domain socket in a folder that only its user can open; loopback TCP on
 * Windows and where sockets do not work.
 *
 * The path of a socket has room for 103 bytes on macOS, 107 on Linux. A home with a longer path, or on a file system
 * without sockets, gets its socket in a private folder of the directory for temporary files. Workers therefore read from
 * `<home>/run/workers.json` where the scheduler listens.
 */
import { createHash, randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkerEndpointUnknownError } from './errors.ts';

export type WorkerEndpoint =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

const LONGEST_PATH = 103;
const LOOPBACK = '127.0.0.1';

/** Where it may listen, the best place first. Port 0 stands for any. */
export function possibleEndpoints(home: string): readonly WorkerEndpoint[] {
  const tcp = { kind: 'tcp', host: LOOPBACK, port: 0 } as const;
  if (platform() === 'win32') return [tcp];
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 12);
  const temporary = [tmpdir(), '/tmp'].map((folder) => join(folder, `tradewind-workers-${hash}`));
  const paths = [join(home, 'run'), ...new Set(temporary)].map((folder) => join(folder, 'workers.sock'));
  const fitting = paths.filter((path) => Buffer.byteLength(path) <= LONGEST_PATH);
  return [...fitting.map((path) => ({ kind: 'socket', path }) as const), tcp];
}

/**
 * Makes a folder that only this user can open.
 *
 * @throws if there is something else, or somebody else's folder.
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid())) {
    throw new Error(`${folder} is not a folder of this user.`);
  }
  await chmod(folder, 0o700);
}

/** Tells workers where the scheduler listens. */
export async function publishEndpoint(home: string, endpoint: WorkerEndpoint): Promise<void> {
  await makePrivateFolder(join(home, 'run'));
  const file = endpointFile(home);
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(endpoint)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** @throws {WorkerEndpointUnknownError} if no scheduler of this home has ever listened. */
export async function readEndpoint(home: string): Promise<WorkerEndpoint> {
  const file = endpointFile(home);
  try {
    return JSON.parse(await readFile(file, 'utf8')) as WorkerEndpoint;
  } catch (cause) {
    throw new WorkerEndpointUnknownError(file, cause);
  }
}

function endpointFile(home: string): string {
  return join(home, 'run', 'workers.json');
}
