/**
 * Appends to files in the background. Lines of one file keep their order; lines that come while a file is being
 * written go out together with the next write, so a busy file costs few writes and a quiet one is written at once.
 */
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Files written at the same time: half of Node's threads, so that logs never occupy all of them. */
const MAX_WRITES = 2;

export interface LogFileWriterOptions {
  readonly onSuccess: () => void;
  /** A write failed, and its lines are lost. */
  readonly onFailure: (error: unknown, lines: number) => void;
}

export class LogFileWriter {
  readonly #options: LogFileWriterOptions;
  /** Lines that wait, by path; a path stays while it is being written. */
  readonly #waiting = new Map<string, string[]>();
  readonly #ready: string[] = [];
  readonly #writing = new Set<string>();
  #bytes = 0;
  #isPlanned = false;
  #onIdle: (() => void)[] = [];

  constructor(options: LogFileWriterOptions) {
    this.#options = options;
  }

  /** Characters that wait to be written. */
  get size(): number {
    return this.#bytes;
  }

  /** Each line without its line feed. */
  append(path: string, lines: readonly string[]): void {
    const waiting = this.#waiting.get(path);
    if (waiting === undefined) {
      this.#waiting.set(path, [...lines]);
      if (!this.#writing.has(path)) this.#ready.push(path);
    } else waiting.push(...lines);
    for (const line of lines) this.#bytes += line.length + 1;
    this.#plan();
  }

  /** Resolves when nothing waits any more. */
  idle(): Promise<void> {
    if (this.#waiting.size === 0 && this.#writing.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }

  /** What is appended in one turn of the event loop is written together. */
  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      this.#writeMore();
    });
  }

  #writeMore(): void {
    while (this.#writing.size < MAX_WRITES) {
      const path = this.#ready.shift();
      if (path === undefined) break;
      void this.#write(path);
    }
    if (this.#waiting.size > 0 || this.#writing.size > 0) return;
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  async #write(path: string): Promise<void> {
    const lines = this.#waiting.get(path) ?? [];
    this.#waiting.delete(path);
    this.#writing.add(path);
    const text = `${lines.join('\n')}\n`;
    try {
      await appendInNewFolder(path, text);
      this.#options.onSuccess();
    } catch (error) {
      this.#options.onFailure(error, lines.length);
    }
    this.#bytes -= text.length;
    this.#writing.delete(path);
    if (this.#waiting.has(path)) this.#ready.push(path);
    this.#writeMore();
  }
}

async function appendInNewFolder(path: string, text: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true });
    await appendFile(path, text);
  }
}
