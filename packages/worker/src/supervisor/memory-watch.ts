/** Looks at the memory of one child again and again, and says once when it holds more than it may. */
import { readMemoryMb } from './process-memory.ts';

export interface MemoryWatchOptions {
  readonly pid: number;
  readonly limitMb: number;
  readonly intervalMs: number;
  readonly onExceeded: (memoryMb: number) => void;
}

export class MemoryWatch {
  readonly #options: MemoryWatchOptions;
  #timer: NodeJS.Timeout;
  #isStopped = false;
  #peakMb = 0;

  constructor(options: MemoryWatchOptions) {
    this.#options = options;
    this.#timer = this.#plan();
  }

  /** The most that was seen. */
  get peakMb(): number {
    return this.#peakMb;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #plan(): NodeJS.Timeout {
    return setTimeout(() => void this.#look(), this.#options.intervalMs);
  }

  async #look(): Promise<void> {
    const memoryMb = await readMemoryMb(this.#options.pid);
    if (this.#isStopped) return;
    this.#peakMb = Math.max(this.#peakMb, Math.ceil(memoryMb));
    if (memoryMb <= this.#options.limitMb) {
      this.#timer = this.#plan();
      return;
    }
    this.stop();
    this.#options.onExceeded(Math.ceil(memoryMb));
  }
}

/** V8 collects garbage harder as its heap nears this size; the rest of the process needs room as well. */
export function heapLimitMb(memoryLimitMb: number): number {
  const REST_OF_PROCESS_MB = 64;
  const LEAST_MB = 32;
  return Math.max(LEAST_MB, memoryLimitMb - REST_OF_PROCESS_MB);
}
