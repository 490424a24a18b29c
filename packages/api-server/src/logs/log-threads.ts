/**
 * A few threads for jobs over whole logs, so that the server answers others meanwhile.
 *
 * A thread whose search says nothing for long is ended together with it: a regular expression can go on for years.
 */
import { Worker } from 'node:worker_threads';
import { LogJobFailedError, LogJobTooSlowError } from './errors.ts';
import type { FromLogThread, LogJob, LogThreadData } from './log-thread-messages.ts';

export interface LogThreadsOptions {
  /** @default 2 */
  readonly mostThreads?: number;
  /** For how long a thread that searches may be silent. @default 4000 */
  readonly patienceMs?: number;
  /** For how long a thread without a job is kept. @default 60000 */
  readonly idleMs?: number;
}

export type LogNews = Exclude<FromLogThread, { readonly kind: 'done' | 'failed' }>;

export interface LogJobOptions {
  readonly onNews: (news: LogNews) => void;
  readonly signal?: AbortSignal;
}

interface Thread {
  readonly worker: Worker;
  readonly stop: Int32Array;
}

const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './log-thread.ts' : './log-thread.js', import.meta.url);

export class LogThreads {
  readonly #options: Required<LogThreadsOptions>;
  readonly #idle: Thread[] = [];
  readonly #waiting: ((thread: Thread) => void)[] = [];
  readonly #all = new Set<Thread>();
  #idleTimer: NodeJS.Timeout | undefined;

  constructor({ mostThreads = 2, patienceMs = 4_000, idleMs = 60_000 }: LogThreadsOptions = {}) {
    this.#options = { mostThreads, patienceMs, idleMs };
  }

  /**
   * Resolves when the job is done, or was ended by the signal.
   *
   * @throws {LogJobTooSlowError} when its thread was silent for too long.
   */
  async run(job: LogJob, { onNews, signal }: LogJobOptions): Promise<void> {
    const thread = await this.#take();
    if (signal?.aborted) return this.#giveBack(thread);
    await new Promise<void>((resolve, reject) => {
      const { worker, stop } = thread;
      const giveUp = (): void => settle(new LogJobTooSlowError(this.#options.patienceMs));
      // Indexing says nothing until it is done, but it always comes to an end.
      const patience = job.kind === 'search' ? setTimeout(giveUp, this.#options.patienceMs) : undefined;
      const onAbort = (): void => void Atomics.store(stop, 0, 1);
      const settle = (error: Error | null): void => {
        clearTimeout(patience);
        signal?.removeEventListener('abort', onAbort);
        worker.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error');
        if (error === null || error instanceof LogJobFailedError) this.#giveBack(thread);
        else this.#discard(thread);
        if (error === null) resolve();
        else reject(error);
      };
      worker.on('message', (message: FromLogThread) => {
        patience?.refresh();
        if (message.kind === 'done') settle(null);
        else if (message.kind === 'failed') settle(new LogJobFailedError(message.message));
        else onNews(message);
      });
      worker.on('error', (error) => settle(error));
      worker.on('exit', () => settle(new Error('The thread that reads logs has ended.')));
      signal?.addEventListener('abort', onAbort);
      Atomics.store(stop, 0, 0);
      worker.postMessage(job);
    });
  }

  /** Ends all threads. May be called several times. */
  async close(): Promise<void> {
    clearTimeout(this.#idleTimer);
    this.#idle.length = 0;
    const all = [...this.#all];
    this.#all.clear();
    await Promise.all(all.map(({ worker }) => worker.terminate()));
  }

  #take(): Promise<Thread> {
    clearTimeout(this.#idleTimer);
    const idle = this.#idle.pop();
    if (idle !== undefined) return Promise.resolve(idle);
    if (this.#all.size < this.#options.mostThreads) return Promise.resolve(this.#launch());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #launch(): Thread {
    const stop = new SharedArrayBuffer(4);
    const worker = new Worker(ENTRY, { workerData: { stop } satisfies LogThreadData });
    worker.unref();
    const thread = { worker, stop: new Int32Array(stop) };
    this.#all.add(thread);
    return thread;
  }

  #giveBack(thread: Thread): void {
    const next = this.#waiting.shift();
    if (next !== undefined) return next(thread);
    if (!this.#all.has(thread)) return;
    this.#idle.push(thread);
    this.#idleTimer = setTimeout(() => void this.#endIdle(), this.#options.idleMs);
    this.#idleTimer.unref();
  }

  #discard(thread: Thread): void {
    this.#all.delete(thread);
    thread.worker.terminate().catch(() => undefined);
    if (this.#waiting.length > 0) this.#waiting.shift()!(this.#launch());
  }

  async #endIdle(): Promise<void> {
    const idle = this.#idle.splice(0);
    for (const thread of idle) this.#all.delete(thread);
    await Promise.all(idle.map(({ worker }) => worker.terminate()));
  }
}
