/**
 * What the embedded server keeps in a home:
 *
 * ```
 * postgres.json        where the server of this home is: its data directory and where it listens
 * postgres.password    the password of its only user, readable for us alone
 * postgres.processes/  the lock and the users of the server
 * postgres/            data and socket; belongs to the user that the server runs as
 * logs/postgres.log    what the server said since its last start; the one before is postgres.log.1
 * ```
 *
 * Started by root, `postgres/` may be elsewhere (`placement.ts`), because PostgreSQL refuses to run as root.
 */
import { readFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Endpoint } from './endpoint.ts';

export interface InstallationPaths {
  readonly home: string;
  readonly recordFile: string;
  readonly passwordFile: string;
  readonly processesDirectory: string;
  readonly lockFile: string;
  readonly usersDirectory: string;
  /** Where `postgres/` is, unless the record says something else. */
  readonly defaultServerDirectory: string;
  readonly logDirectory: string;
  readonly logFile: string;
}

/** What `postgres.json` holds. */
export interface InstallationRecord {
  /** The folder with `data`, from the home; absolute where it is outside. */
  readonly serverDirectory: string;
  /** Where the server listens, or listened when it last ran. */
  readonly endpoint: Endpoint;
}

export function pathsOf(home: string): InstallationPaths {
  const root = resolve(home);
  const processesDirectory = join(root, 'postgres.processes');
  const logDirectory = join(root, 'logs');
  return {
    home: root,
    recordFile: join(root, 'postgres.json'),
    passwordFile: join(root, 'postgres.password'),
    processesDirectory,
    lockFile: join(processesDirectory, 'lock'),
    usersDirectory: join(processesDirectory, 'users'),
    defaultServerDirectory: join(root, 'postgres'),
    logDirectory,
    logFile: join(logDirectory, 'postgres.log'),
  };
}

/** The data directory of PostgreSQL for `home`, whether or not it exists already. */
export function dataDirectoryOf(home: string): string {
  const paths = pathsOf(home);
  let record: InstallationRecord | null = null;
  try {
    record = parseRecord(readFileSync(paths.recordFile, 'utf8'));
  } catch {
    // Without a record the server was never placed elsewhere.
  }
  return dataDirectoryIn(serverDirectoryOf(paths, record));
}

export function serverDirectoryOf(paths: InstallationPaths, record: InstallationRecord | null): string {
  return record === null ? paths.defaultServerDirectory : resolve(paths.home, record.serverDirectory);
}

export function dataDirectoryIn(serverDirectory: string): string {
  return join(serverDirectory, 'data');
}

/** `null` when this home has no record, or one that is not readable as such. */
export async function readRecord(paths: InstallationPaths): Promise<InstallationRecord | null> {
  const text = await readFile(paths.recordFile, 'utf8').catch(() => null);
  return text === null ? null : parseRecord(text);
}

/** Replaces the record, whole or not at all. Hold the lock of the home. */
export async function writeRecord(paths: InstallationPaths, record: InstallationRecord): Promise<void> {
  const draft = `${paths.recordFile}.new`;
  await writeFile(draft, `${JSON.stringify(record, null, 2)}\n`);
  await rename(draft, paths.recordFile);
}

function parseRecord(text: string): InstallationRecord | null {
  try {
    const value = JSON.parse(text) as Partial<InstallationRecord>;
    if (typeof value.serverDirectory !== 'string' || typeof value.endpoint?.port !== 'number') return null;
    return { serverDirectory: value.serverDirectory, endpoint: value.endpoint };
  } catch {
    return null;
  }
}
