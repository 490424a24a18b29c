/**
 * The API server as a service of standalone mode: a thread with a database pool of its own.
 *
 * A thread that ends unasked is started again after a pause that grows; nothing else of the program minds.
 */
import { Worker } from 'node:worker_threads';
import { type DatabaseOptions, DatabaseUnreachableError, describeTarget, isUnreachable } from '@tradewind/store';
import type { ParsedConfig } from '../config/index.ts';
import type { Logger } from '../logging/logger.ts';
import { apiSecurity, checkReach } from './api-security.ts';
import { ApiPortTakenError, ApiThreadEndedError } from './errors.ts';
import type { FromThread, ThreadData, ToThread } from './thread-messages.ts';

export interface ApiServiceOptions {
  readonly loaded: ParsedConfig;
  readonly database: DatabaseOptions;
  readonly logger: Logger;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** How long the thread may take to answer what it was asked, and to end. */
const STOP_LIMIT_MS = 10_000;
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './api-thread.ts' : './api-thread.js', import.meta.url);

export class ApiService {
  readonly isLate = true;
  readonly #options: ApiServiceOptions;
  #thread: Worker | undefined;
  #pause: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #isStopped = false;

  constructor(options: ApiServiceOptions) {
    this.#options = options;
  }

  /** Resolves when it listens, or waits for a database that went away. @throws {ApiPortTakenError | ApiOpenToAllError | ApiTlsInvalidError} */
  async start(): Promise<void> {
    const { api } = this.#options.loaded.config;
    // Here as well as in the thread, whose errors come back as plain data.
    checkReach(api);
    await apiSecurity(api);
    try {
      const url = await this.#launch();
      this.#options.logger.info({ url }, 'API server listens');
    } catch (error) {
      // The rest of the program waits for the database as well, and ends for it no more than this.
      if (!isUnreachable(error) || this.#isStopped) throw error;
      this.#options.logger.warn({ error: (error as Error).message }, 'API server waits for the database');
      this.#restart();
    }
  }

  /** Lets it answer what it was asked. May be called several times. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#pause);
    const thread = this.#thread;
    if (thread === undefined) return;
    const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    thread.postMessage({ kind: 'stop' } satisfies ToThread);
    // One that has not even started, or that cannot end, is ended.
    const impatience = setTimeout(() => void thread.terminate(), STOP_LIMIT_MS);
    await ended;
    clearTimeout(impatience);
  }

  #launch(): Promise<string> {
    const { loaded, database } = this.#options;
    const thread = new Worker(ENTRY, {
      workerData: { loaded: { config: loaded.config, origins: loaded.origins }, database } satisfies ThreadData,
    });
    this.#thread = thread;
    return new Promise((resolve, reject) => {
      let isListening = false;
      thread.on('message', (message: FromThread) => {
        if (message.kind === 'refused') return reject(this.#errorOf(message));
        isListening = true;
        this.#pauseMs = FIRST_PAUSE_MS;
        resolve(message.url);
      });
      thread.on('error', (error) =>
        this.#options.logger.error({ error: error.stack ?? error.message }, 'API server failed'),
      );
      thread.on('exit', (exitCode) => {
        this.#thread = undefined;
        reject(new ApiThreadEndedError(exitCode));
        if (isListening && !this.#isStopped) this.#restart();
      });
    });
  }

  #restart(): void {
    this.#pause = setTimeout(() => {
      this.start().catch((error: Error) => {
        this.#options.logger.error({ error: error.message }, 'API server not started');
        if (!this.#isStopped) this.#restart();
      });
    }, this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  #errorOf({ name, message, code, isTemporary }: Extract<FromThread, { readonly kind: 'refused' }>): Error {
    if (isTemporary) return new DatabaseUnreachableError(describeTarget(this.#options.database), new Error(message));
    const { host, port } = this.#options.loaded.config.api;
    if (code === 'API_PORT_TAKEN') return new ApiPortTakenError(host, port);
    return Object.assign(new Error(message), { name, code });
  }
}
