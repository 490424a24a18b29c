/**
 * Follows a log file while it grows.
 *
 * The file system's own notice wakes it at once; where there is none (a file that does not exist yet, a network file
 * system) it looks every quarter of a second.
 */
import { type FSWatcher, watch } from 'node:fs';
import type { FollowOptions, LogPage } from './log-store.ts';
import { readLogFile } from './read-log-file.ts';

const POLL_MS = 250;
/** The attempt is asked about every so many polls. */
const POLLS_PER_QUESTION = 4;
const PAGE_BYTES = 1024 * 1024;

export async function* followLogFile(
  path: string,
  { from = 0, isFinished, signal }: FollowOptions,
): AsyncGenerator<LogPage, void, void> {
  const change = new FileChange(path, signal);
  let next = from;
  let quietPolls = POLLS_PER_QUESTION;
  try {
    for (let isOver = false; signal?.aborted !== true; ) {
      const page = await readLogFile(path, next, PAGE_BYTES);
      next = page.next;
      if (page.lines.length > 0) yield page;
      if (!page.isEnd) continue;
      // The page was read after the answer, so nothing is missed.
      if (isOver) return;
      quietPolls = page.lines.length > 0 ? 0 : quietPolls + 1;
      if (quietPolls >= POLLS_PER_QUESTION) {
        quietPolls = 0;
        isOver = await isFinished();
        if (isOver) continue;
      }
      await change.next();
    }
  } finally {
    change.close();
  }
}

/** Wakes up when the file changes, after a while, or when the signal is aborted. */
class FileChange {
  readonly #path: string;
  readonly #signal: AbortSignal | undefined;
  #watcher: FSWatcher | null = null;
  #hasChanged = false;
  #wake: () => void = () => {};
  readonly #note = (): void => {
    this.#hasChanged = true;
    this.#wake();
  };

  constructor(path: string, signal: AbortSignal | undefined) {
    this.#path = path;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#note);
  }

  async next(): Promise<void> {
    this.#watchIfPossible();
    if (!this.#hasChanged) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#hasChanged = false;
  }

  close(): void {
    this.#signal?.removeEventListener('abort', this.#note);
    this.#watcher?.close();
  }

  #watchIfPossible(): void {
    if (this.#watcher !== null) return;
    try {
      this.#watcher = watch(this.#path, { persistent: false }, this.#note);
      this.#watcher.on('error', () => {});
    } catch {
      // It does not exist yet.
    }
  }
}
