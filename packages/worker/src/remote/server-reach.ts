/** Whether the server can be reached, as the calls of the worker find it. Tells each change once. */
import type { RemoteWorkerListener } from './events.ts';

export interface ServerReachOptions {
  readonly onEvent: RemoteWorkerListener;
  /** How long without a server is too long. */
  readonly aloneMs: number;
  readonly onAlone: () => void;
}

export class ServerReach {
  readonly #options: ServerReachOptions;
  #awaySince: number | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ServerReachOptions) {
    this.#options = options;
  }

  get isAway(): boolean {
    return this.#awaySince !== null;
  }

  noteAway(message: string): void {
    if (this.#awaySince !== null) return;
    this.#awaySince = performance.now();
    this.#timer = setTimeout(() => this.#options.onAlone(), this.#options.aloneMs);
    this.#options.onEvent({ kind: 'serverAway', message });
  }

  noteHere(): void {
    if (this.#awaySince === null) return;
    const afterMs = performance.now() - this.#awaySince;
    this.end();
    this.#options.onEvent({ kind: 'serverBack', afterMs });
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#awaySince = null;
  }
}
