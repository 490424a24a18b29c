/**
 * What changes in the database, told to everybody in this process who wants to know, over one connection.
 *
 * It listens from the first subscription on, until it is closed.
 *
 * Invariants
 * 1. Whoever subscribes, awaits `isListening` and then reads, misses nothing: what changes after the reading is told.
 * 2. After the connection was broken everybody is told `everything`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { DagId, DagRunKey } from '@tradewind/model';
import {
  CHANGED_CHANNEL,
  type ChannelListener,
  type Database,
  listenToChannels,
  readWake,
  WAKE_CHANNEL,
  type Wake,
} from '@tradewind/store';

export type FeedChange =
  /** These runs changed, or their task instances did. */
  | { readonly kind: 'runs'; readonly runs: readonly DagRunKey[] }
  /** These DAGs changed, or runs of theirs came or went. */
  | { readonly kind: 'dags'; readonly dagIds: readonly DagId[] }
  | { readonly kind: 'pools' }
  /** Too much changed to be named, or nobody knows what did. */
  | { readonly kind: 'everything' };

export type FeedListener = (change: FeedChange) => void;

const CONNECT_AGAIN_MS = 250;

export class ChangeFeed {
  readonly #database: Database;
  readonly #listeners = new Set<FeedListener>();
  readonly #end = new AbortController();
  #connected: Promise<ChannelListener | null> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Calls `listener` with every change from soon on; see `isListening`. Returns what ends it. */
  subscribe(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    this.#connected ??= this.#connect();
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when changes are heard; false: it was closed before. */
  async isListening(): Promise<boolean> {
    this.#connected ??= this.#connect();
    return (await this.#connected) !== null;
  }

  /** May be called several times. */
  async close(): Promise<void> {
    this.#end.abort();
    this.#listeners.clear();
    await (await this.#connected)?.close();
  }

  async #connect(): Promise<ChannelListener | null> {
    while (!this.#end.signal.aborted) {
      try {
        return await listenToChannels({
          database: this.#database,
          channels: [CHANGED_CHANNEL, WAKE_CHANNEL],
          onNotification: (channel, payload) => this.#tell(readChange(channel, payload)),
          onGap: () => this.#tell({ kind: 'everything' }),
        });
      } catch {
        await pause(CONNECT_AGAIN_MS, undefined, { signal: this.#end.signal }).catch(() => undefined);
      }
    }
    return null;
  }

  #tell(change: FeedChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

const EVERYTHING: FeedChange = { kind: 'everything' };

function readChange(channel: string, payload: string): FeedChange {
  try {
    if (channel === WAKE_CHANNEL) return changeOfWake(readWake(payload));
    const { runs } = JSON.parse(payload) as { readonly runs?: readonly DagRunKey[] };
    return runs === undefined ? EVERYTHING : { kind: 'runs', runs };
  } catch {
    return EVERYTHING;
  }
}

function changeOfWake(wake: Wake): FeedChange {
  switch (wake.kind) {
    case 'pool':
      return { kind: 'pools' };
    case 'created':
      return { kind: 'runs', runs: [wake.run.dagRunKey] };
    case 'run':
      if (wake.runs !== undefined) return { kind: 'runs', runs: wake.runs };
      return wake.dagIds === undefined ? EVERYTHING : { kind: 'dags', dagIds: wake.dagIds };
    case 'dag':
      return wake.dagIds === undefined ? EVERYTHING : { kind: 'dags', dagIds: wake.dagIds };
  }
}
