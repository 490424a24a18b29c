import { dirname, relative } from 'node:path';
import { type Binaries, prepareBinaries } from './binaries.ts';
import { chooseEndpoint, type Endpoint } from './endpoint.ts';
import { PostgresStartTimeoutError } from './errors.ts';
import { initialiseDataDirectory, isUninitialised, resetPassword } from './initialise-data-directory.ts';
import { type InstallationPaths, readRecord, writeRecord } from './installation.ts';
import { launchServer } from './launch-server.ts';
import { makeFolder } from './make-folder.ts';
import { awaitSettledServer } from './observe-server.ts';
import type { EmbeddedPostgresOptions } from './options.ts';
import { makePassword, readPassword } from './password.ts';
import { type Placement, placeServer } from './placement.ts';
import { renderSettings } from './settings.ts';
import { stopServer } from './stop-server.ts';

/** A server that accepts connections. */
export interface RunningServer {
  readonly pid: number;
  readonly endpoint: Endpoint;
  readonly password: string;
  readonly wasFirstStart: boolean;
  readonly recovered: boolean;
  /** Settles when the server ends; `null` when we must look for ourselves, as when another process started it. */
  readonly exited: Promise<void> | null;
  /** Only known where it was needed. */
  readonly pgCtl: string | undefined;
}

/**
 * Whatever there is – nothing, a database at rest, a server that runs, one that was killed – leaves a server that
 * accepts connections. Hold the lock of the home.
 */
export async function ensureServer(paths: InstallationPaths, options: EmbeddedPostgresOptions): Promise<RunningServer> {
  const record = await readRecord(paths);
  const placement = await placeServer(paths, record);
  const attached = await attach(paths, { placement, endpoint: record?.endpoint }, options);
  if (attached !== null) return attached;

  const binaries = await prepareBinaries({
    source: options.binaries,
    user: placement.user,
    copyInto:
      dirname(placement.serverDirectory) === paths.home
        ? placement.serverDirectory
        : dirname(placement.serverDirectory),
    log: options.log,
  });
  const database = await ensureDatabase(paths, { placement, binaries }, options);
  const since = performance.now();
  const endpoint = await chooseEndpoint({
    serverDirectory: placement.serverDirectory,
    user: placement.user,
    transport: options.transport,
    port: options.port,
    previous: record?.endpoint,
  });
  // Before the start: who is killed in the middle of it leaves a server that the next one knows where to find.
  await writeRecord(paths, { serverDirectory: relative(paths.home, placement.serverDirectory), endpoint });
  await makeFolder(paths.logDirectory);
  const { fsync, settings, startTimeoutMs: timeoutMs } = options;
  const configuration = renderSettings({ endpoint, fsync, settings });
  const { logFile } = paths;
  const server = await launchServer({ binaries, placement, endpoint, configuration, logFile, timeoutMs });
  options.log({ kind: 'ready', pid: server.pid, recovered: server.recovered, tookMs: performance.now() - since });
  return { ...server, ...database, endpoint, pgCtl: binaries.pgCtl };
}

/** Takes the server that runs already; ends one that is of no use. `null`: none runs. */
async function attach(
  paths: InstallationPaths,
  { placement, endpoint }: { readonly placement: Placement; readonly endpoint: Endpoint | undefined },
  { log, startTimeoutMs: timeoutMs, stopTimeoutMs }: EmbeddedPostgresOptions,
): Promise<RunningServer | null> {
  const seen = await awaitSettledServer(placement.dataDirectory, endpoint, timeoutMs);
  if (seen.status === 'none') return null;
  const { pid } = seen;
  if (seen.status === 'busy') throw new PostgresStartTimeoutError({ pid, waitedMs: timeoutMs, logFile: paths.logFile });
  const password = await readPassword(paths.passwordFile);
  if (seen.status === 'accepting' && endpoint !== undefined && password !== null) {
    log({ kind: 'attached', pid });
    return { pid, endpoint, password, wasFirstStart: false, recovered: false, exited: null, pgCtl: undefined };
  }
  log({ kind: 'unresponsive', pid });
  const since = performance.now();
  const how = await stopServer({ pid, timeoutMs: stopTimeoutMs, pgCtl: undefined });
  log({ kind: 'stopped', pid, how, tookMs: performance.now() - since });
  return null;
}

/** Makes the database when there is none, and its password when that was lost. */
async function ensureDatabase(
  paths: InstallationPaths,
  { placement, binaries }: { readonly placement: Placement; readonly binaries: Binaries },
  { log, fsync }: EmbeddedPostgresOptions,
): Promise<{ password: string; wasFirstStart: boolean }> {
  const { dataDirectory } = placement;
  if (await isUninitialised(dataDirectory)) {
    const since = performance.now();
    const password = await makePassword(paths.passwordFile);
    await initialiseDataDirectory({ placement, binaries, password, fsync });
    log({ kind: 'initialised', dataDirectory, tookMs: performance.now() - since });
    return { password, wasFirstStart: true };
  }
  const known = await readPassword(paths.passwordFile);
  if (known !== null) return { password: known, wasFirstStart: false };
  const password = await makePassword(paths.passwordFile);
  await resetPassword({ placement, binaries, password, fsync });
  return { password, wasFirstStart: false };
}
