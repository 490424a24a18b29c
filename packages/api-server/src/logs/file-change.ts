/** Waits until a file changes. */
import { type FSWatcher, watch } from 'node:fs';

/** While there is nothing to watch: the file does not exist yet, or its file system tells nothing. */
const LOOK_AGAIN_MS = 250;
/** A notice may be lost. */
const SAFETY_MS = 2_000;

export class FileChange {
  readonly #path: string;
  #watcher: FSWatcher | null = null;
  #hasChanged = false;
  #wake: () => void = () => undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Wakes whoever waits. */
  readonly note = (): void => {
    this.#hasChanged = true;
    this.#wake();
  };

  /** Resolves when it changed since the last call, or after a while. Call it before the file is read for the first time. */
  async next(): Promise<void> {
    this.watch();
    if (!this.#hasChanged) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.#watcher === null ? LOOK_AGAIN_MS : SAFETY_MS);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#hasChanged = false;
  }

  /** Begins to watch, if there is a file. */
  watch(): void {
    if (this.#watcher !== null) return;
    try {
      this.#watcher = watch(this.#path, { persistent: false }, this.note);
      this.#watcher.on('error', () => undefined);
      this.#hasChanged = true;
    } catch {
      // It does not exist yet.
    }
  }

  close(): void {
    this.#watcher?.close();
    this.note();
  }
}
