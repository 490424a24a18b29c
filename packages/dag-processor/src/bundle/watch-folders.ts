/**
 * Tells when something in a set of folders changes, a moment after the last change of a burst.
 *
 * Each folder is watched by itself: the recursive mode of `fs.watch` goes into `node_modules` as well, where it costs
 * seconds and thousands of watches. Which folders there are, the scan knows; `watch` is told after each.
 */
import { type FSWatcher, watch } from 'node:fs';

export interface FolderWatchOptions {
  /** How long nothing must happen. */
  readonly debounceMs: number;
  /** How long a change waits at most when something happens all the time. */
  readonly maxDelayMs: number;
  readonly onChange: () => void;
  /** A folder cannot be watched: often the system's limit of watches. Changes are then found by rescans only. */
  readonly onFailure: (folder: string, error: Error) => void;
}

export class FolderWatch {
  readonly #options: FolderWatchOptions;
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  readonly #failed = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #burstSince = 0;

  constructor(options: FolderWatchOptions) {
    this.#options = options;
  }

  /**
   * Watches exactly these folders from now on, given by path with what identifies them on disk: one that was removed and
   * made again is another one. Returns true when one is new, so that it may hold changes that nobody saw.
   */
  watch(folders: ReadonlyMap<string, string>): boolean {
    for (const [folder, { watcher, identity }] of this.#watchers) {
      if (folders.get(folder) === identity) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    const added = [...folders].filter(([folder]) => !this.#watchers.has(folder));
    return added.filter(([folder, identity]) => this.#add(folder, identity)).length > 0;
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #add(folder: string, identity: string): boolean {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#changed());
      watcher.on('error', (error) => this.#fail(folder, error));
      this.#watchers.set(folder, { watcher, identity });
      this.#failed.delete(folder);
      return true;
    } catch (error) {
      this.#fail(folder, error as Error);
      return false;
    }
  }

  #fail(folder: string, error: Error): void {
    this.#watchers.get(folder)?.watcher.close();
    this.#watchers.delete(folder);
    if (!this.#failed.has(folder)) this.#options.onFailure(folder, error);
    this.#failed.add(folder);
  }

  #changed(): void {
    const now = performance.now();
    if (this.#timer === null) this.#burstSince = now;
    else clearTimeout(this.#timer);
    const latest = this.#burstSince + this.#options.maxDelayMs - now;
    const delayMs = Math.max(0, Math.min(this.#options.debounceMs, latest));
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#options.onChange();
    }, delayMs);
  }
}
