/**
 * Loads many files in a few processes, and keeps a process ready for the next change.
 *
 * Starting a process costs as much as loading twenty files, so one loads several. It never serves two snapshots. When a
 * process dies, or fails in a way that an earlier file may have caused, the file is loaded once more in a fresh process
 * before it is blamed.
 */
import { LoadProcess, type LoadProcessOptions, type LoadResult } from './load-process.ts';

export interface LoadPoolOptions extends LoadProcessOptions {
  /** Processes that load at the same time. */
  readonly maxProcesses: number;
  /** Files that one process loads before another takes over. */
  readonly filesPerProcess: number;
}

/** Below this many files each, a further process is not worth its start. */
const WORTH_A_PROCESS = 8;

export class LoadPool {
  readonly #options: LoadPoolOptions;
  readonly #busy = new Set<LoadProcess>();
  #spare: LoadProcess | null = null;
  #isClosed = false;

  constructor(options: LoadPoolOptions) {
    this.#options = options;
  }

  /** Starts a process for the next change, unless one waits already. */
  prepare(): void {
    if (this.#isClosed || (this.#spare !== null && !this.#spare.isOver)) return;
    this.#spare = new LoadProcess(this.#options);
  }

  /** Loads `files` of the snapshot at `root`, and gives each result as soon as it is there. */
  async load(root: string, files: readonly string[], onResult: (result: LoadResult) => void): Promise<void> {
    const queue = [...files];
    const processes = Math.min(this.#options.maxProcesses, Math.ceil(files.length / WORTH_A_PROCESS));
    await Promise.all(Array.from({ length: processes }, () => this.#serve(root, queue, onResult)));
    this.prepare();
  }

  /** Kills every process. A load in progress ends without the results that are still missing. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const all = [...this.#busy, ...(this.#spare === null ? [] : [this.#spare])];
    this.#spare = null;
    await Promise.all(all.map((one) => one.end()));
  }

  async #serve(root: string, queue: string[], onResult: (result: LoadResult) => void): Promise<void> {
    let current: LoadProcess | null = null;
    for (let file = queue.shift(); file !== undefined && !this.#isClosed; file = queue.shift()) {
      current ??= this.#take();
      const result: LoadResult = await current.load(root, file);
      if (this.#isClosed) return;
      const mayBeInnocent = result.kind === 'failed' && result.hasEscaped && current.served > 1;
      if (result.isOver || mayBeInnocent || current.served >= this.#options.filesPerProcess) {
        await this.#give(current);
        current = null;
      }
      const last = mayBeInnocent ? await this.#loadAlone(root, file) : result;
      if (!this.#isClosed) onResult(last);
    }
    if (current !== null) await this.#give(current);
  }

  async #loadAlone(root: string, file: string): Promise<LoadResult> {
    const fresh = this.#take();
    const result = await fresh.load(root, file);
    await this.#give(fresh);
    return result;
  }

  #take(): LoadProcess {
    const spare = this.#spare;
    this.#spare = null;
    const taken = spare === null || spare.isOver ? new LoadProcess(this.#options) : spare;
    this.#busy.add(taken);
    return taken;
  }

  async #give(used: LoadProcess): Promise<void> {
    this.#busy.delete(used);
    await used.end();
  }
}
