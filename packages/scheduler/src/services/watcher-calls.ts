/** Tells those who watch runs that they changed, a few times a second at most. */
import type { DagRunKey } from '@tradewind/model';
import { type Database, notifyWatchers } from '@tradewind/store';

const DELAY_MS = 50;

export class WatcherCalls {
  readonly #database: Database;
  readonly #changed = new Set<DagRunKey>();
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  add(key: DagRunKey): void {
    this.#changed.add(key);
    this.#timer ??= setTimeout(() => this.#call(), DELAY_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #call(): void {
    this.#timer = undefined;
    const runs = [...this.#changed];
    this.#changed.clear();
    notifyWatchers(this.#database, runs).catch(() => undefined);
  }
}
