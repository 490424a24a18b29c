import { connectionTo, type EmbeddedPostgresConnection, urlOf } from './connection.ts';
import { explainFileError } from './explain-file-error.ts';
import { dataDirectoryIn, pathsOf, readRecord, serverDirectoryOf } from './installation.ts';
import { observeServer } from './observe-server.ts';
import { readPassword } from './password.ts';

/** A server that runs, and ends when its users like. */
export interface FoundEmbeddedPostgres {
  readonly connection: EmbeddedPostgresConnection;
  /** `connection` as one line. It holds the password. */
  readonly url: string;
  readonly pid: number;
}

/**
 * The server that runs for `home`, or `null` when none accepts connections. For a short look from another process:
 * starts nothing, waits for nothing, writes nothing, and does not keep the server from being stopped.
 *
 * @throws {HomeNotWritableError} when this user may not read the password of the home.
 */
export async function findRunningEmbeddedPostgres(home: string): Promise<FoundEmbeddedPostgres | null> {
  const paths = pathsOf(home);
  const record = await readRecord(paths);
  if (record === null) return null;
  const seen = await observeServer(dataDirectoryIn(serverDirectoryOf(paths, record)), record.endpoint);
  if (seen.status !== 'accepting') return null;
  const password = await readPassword(paths.passwordFile).catch((error: unknown) => {
    throw explainFileError(error, paths.home);
  });
  if (password === null) return null;
  const connection = connectionTo(record.endpoint, password);
  return { connection, url: urlOf(connection), pid: seen.pid };
}
