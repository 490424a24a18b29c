/** Pools for whose slots this scheduler asked the others, which tell when they give some back. */
import type { PoolName } from '@tradewind/model';
import { type Database, wantPools } from '@tradewind/store';
import type { ReadyQueue } from '../decide/ready-queue.ts';

export class SlotRequests {
  readonly #database: Database;
  readonly #ready: Pick<ReadyQueue, 'awaitedPools'>;
  readonly #wanted = new Set<PoolName>();

  constructor(database: Database, ready: Pick<ReadyQueue, 'awaitedPools'>) {
    this.#database = database;
    this.#ready = ready;
  }

  /** Asks for slots of the pools that somebody waits for here. True when there was anything new to ask. */
  async ask(): Promise<boolean> {
    const names = this.#ready.awaitedPools.filter((name) => !this.#wanted.has(name));
    if (names.length === 0) return false;
    // Before the answer is here: whatever is told while it is on its way may be an answer to this very request.
    for (const name of names) this.#wanted.add(name);
    try {
      await wantPools(this.#database, names);
    } catch (error) {
      for (const name of names) this.#wanted.delete(name);
      throw error;
    }
    return true;
  }

  /** What was asked for may have been answered: ask again for what is still missing. */
  forget(): void {
    this.#wanted.clear();
  }
}
