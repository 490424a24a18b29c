/**
 * Listens to notifications on a connection of its own, which is made again whenever it breaks.
 *
 * Invariant: between two notifications that are heard nothing was missed, unless `onGap` was called in between.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Database, DatabaseConnection } from './database.ts';

const SHORTEST_MS = 50;
const LONGEST_MS = 2000;

export interface ChannelListenerOptions {
  readonly database: Database;
  readonly channels: readonly string[];
  readonly onNotification: (channel: string, payload: string) => void;
  /** The connection is whole again after it was broken: notifications may have been missed. */
  readonly onGap: () => void;
}

export interface ChannelListener {
  close(): Promise<void>;
}

/** Resolves when it listens. @throws {DatabaseUnreachableError} */
export async function listenToChannels(options: ChannelListenerOptions): Promise<ChannelListener> {
  const end = new AbortController();
  const ended = new Promise<void>((resolve) => end.signal.addEventListener('abort', () => resolve()));
  let connection = await connect(options);
  const keep = async (): Promise<void> => {
    while (!end.signal.aborted) {
      await Promise.race([connection.ended, ended]);
      const again = await connectAgain(options, end.signal);
      if (again === null) return;
      connection = again;
      options.onGap();
    }
  };
  const kept = keep();
  return {
    async close() {
      end.abort();
      connection.client.removeAllListeners('notification');
      // A server that does not answer is not waited for.
      connection.close().catch(() => undefined);
      await kept;
    },
  };
}

async function connect({ database, channels, onNotification }: ChannelListenerOptions): Promise<DatabaseConnection> {
  const connection = await database.connect();
  connection.client.on('notification', ({ channel, payload }) => onNotification(channel, payload ?? ''));
  for (const channel of channels) await connection.client.query(`listen ${channel}`);
  return connection;
}

/** Null when it was closed meanwhile. */
async function connectAgain(options: ChannelListenerOptions, signal: AbortSignal): Promise<DatabaseConnection | null> {
  for (let delayMs = SHORTEST_MS; !signal.aborted; delayMs = Math.min(2 * delayMs, LONGEST_MS)) {
    try {
      const connection = await connect(options);
      if (!signal.aborted) return connection;
      connection.close().catch(() => undefined);
    } catch {
      await pause(delayMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}
