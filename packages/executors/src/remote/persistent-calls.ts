/** Calls to the queue that are repeated while it cannot be reached. */
import { setTimeout as pause } from 'node:timers/promises';
import type { WorkQueue } from './work-queue.ts';

const SHORTEST_MS = 20;
const LONGEST_MS = 2000;

export interface PersistentCallsOptions {
  readonly queue: Pick<WorkQueue, 'isTemporary'>;
  /** Told once until a call goes through again. */
  readonly onAway: (message: string) => void;
}

export class PersistentCalls {
  readonly #options: PersistentCallsOptions;
  readonly #end = new AbortController();
  #isAway = false;

  constructor(options: PersistentCallsOptions) {
    this.#options = options;
  }

  /** What `work` gives in the end. @throws what is not temporary, and the last failure once `giveUp` was called. */
  async do<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let delayMs = SHORTEST_MS; ; delayMs = Math.min(2 * delayMs, LONGEST_MS)) {
      try {
        const result = await work();
        this.#isAway = false;
        return result;
      } catch (error) {
        if (!this.#options.queue.isTemporary(error) || this.#end.signal.aborted) throw error;
        this.#noteAway((error as Error).message);
        await pause(delayMs * (0.5 + Math.random() / 2), undefined, { signal: this.#end.signal }).catch(
          () => undefined,
        );
      }
    }
  }

  /** From now on a failure is final. */
  giveUp(): void {
    this.#end.abort();
  }

  #noteAway(message: string): void {
    if (this.#isAway) return;
    this.#isAway = true;
    this.#options.onAway(message);
  }
}
