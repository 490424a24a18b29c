/**
 * Where the server listens: a Unix domain socket that only its user and root can open; loopback TCP on Windows and
 * where sockets do not work (some file systems that a virtual machine shares with its host).
 *
 * The path of a socket has room for 103 bytes on macOS, 107 on Linux. A home with a longer path, or on a file system
 * without sockets, gets its socket in a private folder of the directory for temporary files.
 */
import { createHash, randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, rm } from 'node:fs/promises';
import { createServer, type ListenOptions } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresPortInUseError } from './errors.ts';
import { giveTo, type ServerUser } from './server-user.ts';

export type Endpoint =
  | { readonly kind: 'socket'; readonly directory: string; readonly port: number }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** The number in the name of a socket, `.s.PGSQL.5432`. Nothing listens on this port. */
const socketNumber = 5432;
const longestSocketPath = 103;
const loopback = '127.0.0.1';

export interface EndpointWishes {
  readonly serverDirectory: string;
  readonly user: ServerUser;
  readonly transport: 'auto' | 'tcp';
  readonly port: number | undefined;
  /** Where the server listened before: kept when it is still possible, for those who know it. */
  readonly previous: Endpoint | undefined;
}

/**
 * Chooses where the server will listen, and makes the folder of its socket. Hold the lock of the home.
 *
 * @throws {PostgresPortInUseError} when the port that was asked for is taken.
 */
export async function chooseEndpoint(wishes: EndpointWishes): Promise<Endpoint> {
  if (wishes.transport === 'auto' && platform() !== 'win32') {
    for (const directory of socketDirectories(wishes.serverDirectory)) {
      if (await canHoldSocket(directory, wishes.user)) return { kind: 'socket', directory, port: socketNumber };
    }
  }
  return { kind: 'tcp', host: loopback, port: await choosePort(wishes) };
}

/** The path of the socket, as clients of PostgreSQL derive it from the folder and the port. */
export function socketPath(endpoint: Endpoint & { kind: 'socket' }): string {
  return join(endpoint.directory, `.s.PGSQL.${endpoint.port}`);
}

/** Takes away what a killed server left where the next one listens. Only while no server runs for this home. */
export async function removeStaleSocket(endpoint: Endpoint): Promise<void> {
  if (endpoint.kind === 'tcp') return;
  await rm(socketPath(endpoint), { force: true });
  await rm(`${socketPath(endpoint)}.lock`, { force: true });
}

function socketDirectories(serverDirectory: string): string[] {
  const hash = createHash('sha256').update(serverDirectory).digest('hex').slice(0, 12);
  const temporary = [tmpdir(), '/tmp'].map((directory) => join(directory, `tradewind-${hash}`));
  return [join(serverDirectory, 'run'), ...new Set(temporary)];
}

async function canHoldSocket(directory: string, user: ServerUser): Promise<boolean> {
  const path = socketPath({ kind: 'socket', directory, port: socketNumber });
  if (Buffer.byteLength(path) > longestSocketPath) return false;
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const found = await lstat(directory);
    const isOurs = found.isDirectory() && (found.uid === user.uid || found.uid === process.getuid?.());
    if (!isOurs) return false;
    await chmod(directory, 0o700);
    await giveTo(user, directory);
    await listenOnce({ path: join(directory, randomUUID().slice(0, 8)) });
    return true;
  } catch {
    return false;
  }
}

async function choosePort(wishes: EndpointWishes): Promise<number> {
  if (wishes.port !== undefined) {
    try {
      return await listenOnce({ host: loopback, port: wishes.port });
    } catch (cause) {
      throw new PostgresPortInUseError(`${loopback}:${wishes.port}`, { cause });
    }
  }
  if (wishes.previous?.kind === 'tcp') {
    const previous = await listenOnce({ host: loopback, port: wishes.previous.port }).catch(() => null);
    if (previous !== null) return previous;
  }
  return await listenOnce({ host: loopback, port: 0 });
}

/** Listens and stops at once; says on which port it was. */
function listenOnce(where: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(where, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
