/** The PostgreSQL servers that are installed on this machine, where Debian's packages put them. */
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Program } from './program.ts';
import type { Project } from './project.ts';

const INSTALLED = '/usr/lib/postgresql';
const OLDEST_SUPPORTED = 15;
/** `nobody` on Linux: PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

/** The supported major versions that are installed, such as `15`. */
export function listSystemVersions(): readonly number[] {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED).map(Number) : [];
  return versions.filter((version) => version >= OLDEST_SUPPORTED && existsSync(programOf(version, 'initdb')));
}

export interface SystemPostgres {
  readonly url: string;
  stop(): Promise<unknown>;
}

/** Starts a server with an empty database in the folder of the project, on a socket. */
export async function startSystemPostgres(project: Project, version: number): Promise<SystemPostgres> {
  const folder = join(project.folder, 'server');
  mkdirSync(folder);
  const uid = process.getuid?.() === 0 ? NOBODY : undefined;
  if (uid !== undefined) chownSync(folder, uid, uid);
  const who = { folder, environment: project.environment, ...(uid === undefined ? {} : { uid }) };
  const initdb = new Program({
    ...who,
    file: programOf(version, 'initdb'),
    arguments: ['-D', 'data', '-U', 'tradewind', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'],
  });
  const { exitCode } = await initdb.exited;
  if (exitCode !== 0) throw new Error(`initdb failed:\n${initdb.lines.join('\n')}`);
  const postgres = new Program({
    ...who,
    file: programOf(version, 'postgres'),
    arguments: ['-D', 'data', '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'],
  });
  await postgres.line(/ready to accept connections/);
  return {
    url: `postgres://tradewind@${encodeURIComponent(folder)}/postgres`,
    stop() {
      postgres.signal('SIGINT');
      return postgres.exited;
    },
  };
}

function programOf(version: number, name: string): string {
  return join(INSTALLED, `${version}`, 'bin', name);
}
