import { setTimeout as delay } from 'node:timers/promises';
import { ServerUnreachableError } from '../errors.ts';

export interface PatienceOptions {
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** How long a server may be away. @default 60000 */
  readonly longestMs?: number;
  /** The first pause; each is twice the one before, up to five seconds. @default 250 */
  readonly firstPauseMs?: number;
}

const DEFAULT_LONGEST_MS = 60_000;
const DEFAULT_FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** How long to go on with a server that does not answer: it may be started again meanwhile. */
export class Patience {
  readonly #options: PatienceOptions;
  #failures = 0;
  #awaySince: number | null = null;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  /** It has answered. */
  renew(): void {
    this.#failures = 0;
    this.#awaySince = null;
  }

  /**
   * Waits before another attempt; resolves at once when the signal has aborted.
   *
   * @throws the error itself when it is of another kind, or the server has been away for too long.
   */
  async bear(error: unknown): Promise<void> {
    const { signal, longestMs = DEFAULT_LONGEST_MS, firstPauseMs = DEFAULT_FIRST_PAUSE_MS } = this.#options;
    if (signal.aborted) return;
    if (!isPassing(error)) throw error;
    this.#awaySince ??= performance.now();
    if (performance.now() - this.#awaySince >= longestMs) throw error;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** this.#failures);
    this.#failures += 1;
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Whether it may work again by itself: the server is away, or says that it cannot at present. */
function isPassing(error: unknown): boolean {
  if (error instanceof ServerUnreachableError) return true;
  return [502, 503, 504].includes((error as { readonly status?: number }).status ?? 0);
}
