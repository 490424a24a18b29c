/**
 * The PostgreSQL that comes with Tradewind: one server for one *home* (the folder of an installation), shared by all
 * processes of that home.
 *
 * 1. At most one server runs on a data directory. Whoever starts or stops it holds the lock of the home.
 * 2. Every process that started or attached is a *user*; the last one to stop ends the server.
 * 3. A killed process takes nothing with it: its server runs on, and the next start attaches to it.
 * 4. A killed server loses nothing that was committed: the next start recovers it.
 * 5. The database appears whole or not at all, and no folder is made more accessible than it was.
 */
import { ensureServer } from './ensure-server.ts';
import { explainFileError } from './explain-file-error.ts';
import { withHomeLock } from './home-lock.ts';
import { pathsOf } from './installation.ts';
import { makeFolder } from './make-folder.ts';
import { resolveOptions, type StartEmbeddedPostgresOptions } from './options.ts';
import { type EmbeddedPostgres, superviseServer } from './supervise-server.ts';
import { joinUsers } from './users.ts';

/**
 * Gives this process the server of `home`: makes the database the first time, starts the server when it does not run,
 * or attaches to it.
 *
 * Takes about 0.8 s the first time, below 0.1 s again, a few milliseconds to attach.
 *
 * @throws {EmbeddedPostgresMissingError | HomeNotWritableError | DiskFullError | PostgresVersionMismatchError
 *   | DataDirectoryNotOwnedError | DataDirectoryCorruptError | PostgresPortInUseError | PostgresStartFailedError
 *   | PostgresStartTimeoutError | PostgresInitFailedError | UserWithoutNameError | NoUnprivilegedUserError
 *   | HomeBusyError}
 */
export async function startEmbeddedPostgres(given: StartEmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const options = resolveOptions(given);
  const paths = pathsOf(options.home);
  const { lockFile } = paths;
  try {
    await makeFolder(paths.processesDirectory);
    return await withHomeLock({ lockFile, timeoutMs: options.startTimeoutMs, log: options.log }, async () => {
      const server = await ensureServer(paths, options);
      const user = await joinUsers(paths.usersDirectory);
      return superviseServer({ paths, options, server, user });
    });
  } catch (error) {
    throw explainFileError(error, paths.home);
  }
}
