/**
 * One connection of the event stream.
 *
 * Invariant: at most `MOST_UNSENT` bytes wait for it, and one message more. What it does not take is left out, and it is
 * told to read everything again once it takes more; a connection that takes nothing for long is ended.
 */
import type { ServerResponse } from 'node:http';
import type { DagId } from '@tradewind/model';
import type { Caller } from '../identity/caller.ts';

const MOST_UNSENT = 256 * 1024;
const PATIENCE_MS = 30_000;

export interface EventClientOptions {
  readonly id: string;
  readonly caller: Caller;
  readonly readable: 'all' | ReadonlySet<DagId>;
  readonly response: ServerResponse;
  readonly onEnd: () => void;
}

export class EventClient {
  readonly id: string;
  readonly caller: Caller;
  readonly topics = new Set<string>();
  /** Milliseconds of a clock that only goes forward. */
  readonly connectedAt: number = performance.now();
  readonly #readable: 'all' | ReadonlySet<DagId>;
  readonly #response: ServerResponse;
  #laggingSince: number | null = null;

  constructor({ id, caller, readable, response, onEnd }: EventClientOptions) {
    this.id = id;
    this.caller = caller;
    this.#readable = readable;
    this.#response = response;
    response.on('close', onEnd);
    response.on('error', () => undefined);
    response.on('drain', () => this.#catchUp());
  }

  mayRead(dagId: DagId | null): boolean {
    return dagId === null || this.#readable === 'all' || this.#readable.has(dagId);
  }

  send(bytes: Buffer): void {
    if (this.#laggingSince !== null) return;
    if (this.#response.writableLength > MOST_UNSENT) this.#laggingSince = performance.now();
    else this.#response.write(bytes);
  }

  /** Ends a connection that has taken nothing for long. */
  check(now: number): void {
    if (this.#laggingSince !== null && now - this.#laggingSince > PATIENCE_MS) this.#response.destroy();
  }

  end(): void {
    if (this.#response.writableLength > 0) this.#response.destroy();
    else this.#response.end();
  }

  #catchUp(): void {
    if (this.#laggingSince === null) return;
    this.#laggingSince = null;
    this.send(eventBytes('resync', { topics: [...this.topics] }));
  }
}

/** A message as it goes over the wire; without `id` it is not one to go on from. */
export function eventBytes(event: string, data: object, id?: string): Buffer {
  return Buffer.from(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
