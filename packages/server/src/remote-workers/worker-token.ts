/** The join token: what a worker shows to be let in. A file in the home of the API server, or what the configuration says. */
import { hkdfSync, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WorkerTokenUnknownError } from './errors.ts';

/** What follows from the secret of the installation, so that API servers on several machines have the same one. */
export function joinTokenOf(secret: Uint8Array): string {
  return Buffer.from(hkdfSync('sha256', secret, '', 'tradewind worker join token v1', 32)).toString('base64url');
}

/** The token in the file of `home`; the file is made with `token` when there is none. */
export async function ensureWorkerToken(home: string, token: string): Promise<string> {
  const file = tokenFile(home);
  const known = await readToken(file);
  if (known !== null) return known;
  await mkdir(home, { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${token}\n`, { mode: 0o600 });
  try {
    // Of two that make one at the same time, the first wins for both.
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readWorkerToken(home);
}

/** @throws {WorkerTokenUnknownError} if the file is missing, empty, or not ours to read. */
export async function readWorkerToken(home: string): Promise<string> {
  const file = tokenFile(home);
  let cause: unknown;
  try {
    const token = await readToken(file);
    if (token !== null) return token;
  } catch (error) {
    cause = error;
  }
  throw new WorkerTokenUnknownError(file, cause);
}

async function readToken(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function tokenFile(home: string): string {
  return join(home, 'worker.token');
}
