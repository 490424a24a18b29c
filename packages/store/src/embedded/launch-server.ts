import { writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { diagnoseStart, isHeldByLeftovers } from './diagnose-start.ts';
import { type Endpoint, removeStaleSocket } from './endpoint.ts';
import { PostgresStartTimeoutError } from './errors.ts';
import { clearLeftovers, endLeftovers } from './leftovers.ts';
import type { Placement } from './placement.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { isPidAlive } from './process-identity.ts';
import { cannotExecute, spawnProgram } from './run-program.ts';
import { openLog, readLogSince } from './server-log.ts';
import { giveTo } from './server-user.ts';

export interface LaunchOptions {
  readonly binaries: Binaries;
  readonly placement: Placement;
  readonly endpoint: Endpoint;
  /** The text of `postgresql.conf`. */
  readonly configuration: string;
  readonly logFile: string;
  readonly timeoutMs: number;
}

export interface LaunchedServer {
  readonly pid: number;
  /** The server had been killed, or its machine had, and replayed its log. */
  readonly recovered: boolean;
  /** Settles when the server ends; `null` where the system does not tell us. */
  readonly exited: Promise<void> | null;
}

/** How long processes of a killed server may keep the next one from starting. */
const leftoversGoneWithinMs = 15_000;

/**
 * Starts the server and waits until it accepts connections. Only while none runs. Hold the lock of the home.
 *
 * The server gets a session of its own: Ctrl-C in a terminal reaches us, not the database under our feet; and when we
 * are killed it goes on, for the next start to attach to.
 */
export async function launchServer(options: LaunchOptions): Promise<LaunchedServer> {
  const { placement, endpoint } = options;
  await writeConfiguration(options);
  await removeStaleSocket(endpoint);
  await clearLeftovers(placement.dataDirectory);
  const since = Date.now();
  for (;;) {
    const outcome = await launchOnce(options);
    if (outcome.kind === 'ready') return outcome.server;
    const waitedMs = Date.now() - since;
    if (!isHeldByLeftovers(outcome.lines) || waitedMs > leftoversGoneWithinMs) {
      const { dataDirectory } = placement;
      throw await diagnoseStart({ ...outcome, dataDirectory, endpoint, logFile: options.logFile });
    }
    await endLeftovers(placement.dataDirectory);
    await pause(50);
  }
}

type Outcome =
  | { readonly kind: 'ready'; readonly server: LaunchedServer }
  | { readonly kind: 'ended'; readonly what: string; readonly lines: readonly string[] };

async function launchOnce(options: LaunchOptions): Promise<Outcome> {
  const { placement, logFile } = options;
  const log = await openLog(logFile);
  let starter: Starter;
  try {
    starter = await startProgram(options, log.handle.fd);
  } finally {
    await log.handle.close();
  }
  const since = Date.now();
  for (let delayMs = 4; ; delayMs = Math.min(delayMs * 1.1, 50)) {
    const file = await readPostmasterFile(placement.dataDirectory);
    const pid = starter.pidOfServer ?? file?.pid;
    if (file?.status === 'ready' && file.pid === pid && (await isPidAlive(pid))) {
      const lines = await readLogSince(logFile, log.startsAt);
      return { kind: 'ready', server: { pid, recovered: hasRecovered(lines), exited: starter.exited } };
    }
    const ended = starter.ended();
    if (ended !== null) return { kind: 'ended', what: ended, lines: await readLogSince(logFile, log.startsAt) };
    const waitedMs = Date.now() - since;
    if (waitedMs > options.timeoutMs) throw new PostgresStartTimeoutError({ pid: pid ?? 0, waitedMs, logFile });
    await pause(delayMs);
  }
}

interface Starter {
  /** `undefined` where another program starts the server, and only `postmaster.pid` tells. */
  readonly pidOfServer: number | undefined;
  /** How it ended, in words, or `null` when it did not. */
  ended(): string | null;
  readonly exited: Promise<void> | null;
}

/** Windows: `pg_ctl` sheds the rights of an administrator, with which the server refuses to run. */
function startProgram({ binaries, placement }: LaunchOptions, logHandle: number): Promise<Starter> {
  const isWindows = platform() === 'win32';
  const { dataDirectory: data, serverDirectory: cwd, user } = placement;
  const program = isWindows ? binaries.pgCtl : binaries.postgres;
  const args = isWindows ? ['start', '--no-wait', '-D', data] : ['-D', data];
  const child = spawnProgram({ program, args, user, cwd }, { stdio: ['ignore', logHandle, logHandle], detached: true });
  child.unref();
  return new Promise((resolve, reject) => {
    let ended: string | null = null;
    let markExited = () => {};
    const exited = new Promise<void>((done) => {
      markExited = done;
    });
    child.once('exit', (code, signal) => {
      if (isWindows && code === 0) return;
      ended = signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`;
      markExited();
    });
    child.once('error', (error) => reject(cannotExecute(program, error)));
    child.once('spawn', () =>
      resolve({
        pidOfServer: isWindows ? undefined : child.pid,
        ended: () => ended,
        exited: isWindows ? null : exited,
      }),
    );
  });
}

async function writeConfiguration({ placement, configuration }: LaunchOptions): Promise<void> {
  const path = join(placement.dataDirectory, 'postgresql.conf');
  await writeFile(path, configuration, { mode: 0o600 });
  await giveTo(placement.user, path);
}

function hasRecovered(lines: readonly string[]): boolean {
  return lines.some((line) => /automatic recovery in progress|redo starts at/.test(line));
}
