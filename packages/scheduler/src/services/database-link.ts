/**
 * The connections of a scheduler: one that commits, one that listens.
 *
 * Invariant: when either of them ends without being asked to, `isWhole` is false and `onLost` is called, once.
 */
import { type Database, type DatabaseConnection, WAKE_CHANNEL } from '@tradewind/store';

export interface DatabaseLinkOptions {
  readonly database: Database;
  readonly onNotification: (payload: string) => void;
  readonly onLost: () => void;
}

interface Pair {
  readonly committing: DatabaseConnection;
  readonly listening: DatabaseConnection;
}

/**
 * Every statement of a commit finds its rows by primary key. A plan that is made while the tables are nearly empty and
 * kept after they have grown would read them whole; and one plan does for all commits, where PostgreSQL would make a new
 * one each time, since it knows how long the arrays of the turn are.
 */
const COMMIT_SETTINGS = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  plan_cache_mode: 'force_generic_plan',
} as const;

export class DatabaseLink {
  readonly #options: DatabaseLinkOptions;
  #pair: Pair | undefined;
  #opening: Promise<void> | undefined;

  constructor(options: DatabaseLinkOptions) {
    this.#options = options;
  }

  get isWhole(): boolean {
    return this.#pair !== undefined;
  }

  /** The connection for commits. Only call it while `isWhole`. */
  get connection(): DatabaseConnection {
    if (this.#pair === undefined) throw new Error('Connection terminated: the scheduler has to connect again');
    return this.#pair.committing;
  }

  /** Opens both anew, once for all who ask meanwhile. @throws {DatabaseUnreachableError} */
  open(): Promise<void> {
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #open(): Promise<void> {
    this.close();
    const { database, onNotification, onLost } = this.#options;
    const committing = await database.connect(COMMIT_SETTINGS);
    const listening = await database.connect().catch((error: unknown) => {
      discard(committing);
      throw error;
    });
    listening.client.on('notification', ({ payload }) => onNotification(payload ?? ''));
    const pair = { committing, listening };
    this.#pair = pair;
    void Promise.race([committing.ended, listening.ended]).then(() => {
      if (this.#pair !== pair) return;
      this.close();
      onLost();
    });
    await listening.client.query(`listen ${WAKE_CHANNEL}`);
  }

  /** Closes both, and does not wait for a server that may not answer. */
  close(): void {
    const pair = this.#pair;
    this.#pair = undefined;
    if (pair === undefined) return;
    discard(pair.committing);
    discard(pair.listening);
  }
}

function discard(connection: DatabaseConnection): void {
  connection.close().catch(() => undefined);
}
