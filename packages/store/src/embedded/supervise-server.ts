/**
 * Stays with a running server: notices its end, starts it again if that is wished, and ends it at last.
 *
 * 1. Only a step under the lock of the home starts, stops or replaces the server; so of several processes that see it
 *    end, one starts it and the others attach.
 * 2. After `stop()` began, nothing is started; a start in progress is waited for, and its server is stopped too.
 * 3. The server is stopped by the last of its users, never under one of them.
 * 4. Nothing here keeps the process alive.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { connectionTo, type EmbeddedPostgresConnection, urlOf } from './connection.ts';
import { ensureServer, type RunningServer } from './ensure-server.ts';
import { HomeBusyError } from './errors.ts';
import { explainFileError } from './explain-file-error.ts';
import { withHomeLock } from './home-lock.ts';
import type { InstallationPaths } from './installation.ts';
import type { EmbeddedPostgresOptions } from './options.ts';
import { databaseUser } from './password.ts';
import { probeServer } from './probe-server.ts';
import { isPidAlive } from './process-identity.ts';
import type { ProcessMark } from './process-mark.ts';
import { boundLog } from './server-log.ts';
import { stopServer } from './stop-server.ts';
import { listUsers } from './users.ts';

/** A server that this process uses. */
export interface EmbeddedPostgres {
  /** Stays the same when the server is started again. */
  readonly connection: EmbeddedPostgresConnection;
  /** `connection` as one line. It holds the password. */
  readonly url: string;
  /** Of the server. Changes when it is started again. */
  readonly pid: number;
  /** This start made the database. */
  readonly wasFirstStart: boolean;
  /** The server had been killed before this start, and replayed its log. */
  readonly recovered: boolean;
  /** Settles when this is over: by `stop()`, or, without `restartOnExit`, by the end of the server. Never rejects. */
  readonly closed: Promise<'stopped' | 'exited'>;
  /** Ends the server, unless other processes still use it. Idempotent. */
  stop(): Promise<void>;
}

/** Whose end the system does not tell us must be looked at; for all others it is a safety net. */
const lookEveryMs = { untold: 500, told: 30_000 };
const boundLogEveryMs = 60_000;
const firstRestartAfterMs = 50;
const longestPauseMs = 5_000;

export interface Supervision {
  readonly paths: InstallationPaths;
  readonly options: EmbeddedPostgresOptions;
  readonly server: RunningServer;
  readonly user: ProcessMark;
}

export function superviseServer(supervision: Supervision): EmbeddedPostgres {
  const { endpoint, password, wasFirstStart, recovered } = supervision.server;
  const connection = connectionTo(endpoint, password);
  const supervisor = new Supervisor(supervision);
  return {
    connection,
    url: urlOf(connection),
    wasFirstStart,
    recovered,
    get pid() {
      return supervisor.pid;
    },
    closed: supervisor.closed,
    stop: () => supervisor.stop(),
  };
}

class Supervisor {
  readonly closed: Promise<'stopped' | 'exited'>;
  #close: (how: 'stopped' | 'exited') => void = () => {};
  #server: RunningServer;
  readonly #supervision: Supervision;
  readonly #stopping = new AbortController();
  #watching: Promise<void>;
  #stopped: Promise<void> | undefined;

  constructor(supervision: Supervision) {
    this.#supervision = supervision;
    this.#server = supervision.server;
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
    this.#watching = this.#watch();
  }

  get pid(): number {
    return this.#server.pid;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #watch(): Promise<void> {
    const { options, user } = this.#supervision;
    for (;;) {
      await this.#untilExitOrStop();
      if (this.#stopping.signal.aborted) return;
      options.log({ kind: 'exited', pid: this.#server.pid });
      if (!options.restartOnExit) {
        await user.release().catch(() => {});
        this.#close('exited');
        return;
      }
      await this.#startAgain();
    }
  }

  async #untilExitOrStop(): Promise<void> {
    const { signal } = this.#stopping;
    const exited = this.#server.exited?.then(() => 'told' as const) ?? null;
    const isVisible = await isPidAlive(this.#server.pid);
    const everyMs = exited === null ? lookEveryMs.untold : lookEveryMs.told;
    for (let lookedMs = everyMs; ; lookedMs += everyMs) {
      const looking = this.#pause(everyMs);
      const isTold = (await (exited === null ? looking : Promise.race([exited, looking]))) === 'told';
      if (signal.aborted || isTold || !(await this.#isThere(isVisible))) return;
      if (lookedMs % boundLogEveryMs < everyMs) await boundLog(this.#supervision.paths.logFile).catch(() => {});
    }
  }

  /** A server in another container has no pid here; it is there as long as somebody listens. */
  async #isThere(isVisible: boolean): Promise<boolean> {
    const { pid, endpoint } = this.#server;
    return isVisible ? await isPidAlive(pid) : (await probeServer(endpoint, databaseUser)) !== 'absent';
  }

  async #startAgain(): Promise<void> {
    const { paths, options } = this.#supervision;
    const { lockFile } = paths;
    for (let pauseMs = firstRestartAfterMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      await this.#pause(pauseMs);
      if (this.#stopping.signal.aborted) return;
      try {
        this.#server = await withHomeLock(
          { lockFile, timeoutMs: options.startTimeoutMs, log: options.log },
          async () => await ensureServer(paths, options),
        );
        return;
      } catch (error) {
        const nextInMs = Math.min(pauseMs * 2, longestPauseMs);
        options.log({ kind: 'restartFailed', error: explainFileError(error, paths.home), nextInMs });
      }
    }
  }

  async #stop(): Promise<void> {
    const { paths, options } = this.#supervision;
    this.#stopping.abort();
    await this.#watching;
    const { lockFile } = paths;
    try {
      await withHomeLock({ lockFile, timeoutMs: options.startTimeoutMs, log: options.log }, () => this.#leave());
    } catch (error) {
      if (error instanceof HomeBusyError) throw error;
      // The home is gone, or its disk is full: nobody starts a server there, so this one is stopped without the lock.
      await this.#leave();
    }
    this.#close('stopped');
  }

  async #leave(): Promise<void> {
    const { paths, options, user } = this.#supervision;
    await user.release().catch(() => {});
    const pids = await listUsers(paths.usersDirectory, user.path);
    if (pids.length > 0) options.log({ kind: 'leftRunning', pid: this.#server.pid, pids });
    else await this.#end();
  }

  async #end(): Promise<void> {
    const { pid, pgCtl } = this.#server;
    const { stopTimeoutMs: timeoutMs, log } = this.#supervision.options;
    if (!(await isPidAlive(pid))) return;
    const since = performance.now();
    const how = await stopServer({ pid, timeoutMs, pgCtl });
    log({ kind: 'stopped', pid, how, tookMs: performance.now() - since });
  }

  /** Ends early when `stop()` is called. */
  async #pause(ms: number): Promise<void> {
    await pause(ms, undefined, { ref: false, signal: this.#stopping.signal }).catch(() => {});
  }
}
