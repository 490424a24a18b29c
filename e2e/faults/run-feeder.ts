import { setTimeout as pause } from 'node:timers/promises';
import type { DagId, RunId } from '@tradewind/model';
import type { Platform } from '@tradewind/server/platform';
import { isUnreachable } from '@tradewind/store';
import type { Random } from '../harness/random.ts';

export interface RunFeederOptions {
  readonly platform: Platform;
  readonly dagIds: readonly string[];
  readonly random: Random;
  readonly onChange: (listener: () => void) => () => void;
}

/** So many runs are kept unfinished. */
const IN_FLIGHT = 10;
/** After an error of the database, which may have come from a kill. */
const RETRY_MS = 50;

/** Triggers runs for as long as it is on, whatever happens to the server and the database. */
export class RunFeeder {
  readonly #options: RunFeederOptions;
  readonly #accepted: string[] = [];
  #feeding: Promise<void> | null = null;
  #stop = new AbortController();

  constructor(options: RunFeederOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#feeding !== null) return;
    this.#stop = new AbortController();
    this.#feeding = this.#feed(this.#stop.signal);
  }

  /** Gives the ids of all runs that were ever accepted. */
  async stop(): Promise<readonly string[]> {
    this.#stop.abort();
    await this.#feeding;
    this.#feeding = null;
    return this.#accepted;
  }

  async #feed(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if ((await this.#countUnfinished()) < IN_FLIGHT) await this.#trigger(signal);
        else await this.#nextChange(signal);
      } catch (error) {
        if (!isUnreachable(error)) throw error;
        await pause(RETRY_MS);
      }
    }
  }

  async #countUnfinished(): Promise<number> {
    const { platform } = this.#options;
    const runs = await platform.runs.list({ states: ['queued', 'running'], limit: IN_FLIGHT });
    return runs.length;
  }

  /** Asks again until it is known that the run exists, as a careful client does. */
  async #trigger(signal: AbortSignal): Promise<void> {
    const { platform, random, dagIds } = this.#options;
    const dagId = random.pick(dagIds) as DagId;
    const runId = `fed_${this.#accepted.length + 1}` as RunId;
    for (let isAgain = false; ; isAgain = true) {
      try {
        await platform.dags.trigger({ dagId, runId, logicalDateAt: null, conf: {}, note: null });
        break;
      } catch (error) {
        if (isAgain && (error as { readonly code?: string }).code === 'DAG_RUN_EXISTS') break;
        if (!isUnreachable(error)) throw error;
        if (signal.aborted) return;
        await pause(RETRY_MS);
      }
    }
    this.#accepted.push(runId);
  }

  /** Runs that end change the log of the server; now and then it is looked at anyway. */
  async #nextChange(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const forget = this.#options.onChange(resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
    const timer = setTimeout(resolve, 250);
    await promise;
    clearTimeout(timer);
    forget();
  }
}
