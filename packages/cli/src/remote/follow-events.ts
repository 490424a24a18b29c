import type { CallOptions, Route } from '@tradewind/contract';
import { ServerUnreachableError } from '../errors.ts';
import { Patience } from './patience.ts';
import { readEvents, type ServerEvent } from './read-events.ts';
import { reasonOfFailure } from './reason-of-failure.ts';
import type { Server } from './server.ts';

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** @default 60000 */
  readonly longestAwayMs?: number;
  /** A connection on which nothing came for so long is given up: it may be dead. @default 45000 */
  readonly longestSilenceMs?: number;
  /** @default 250 */
  readonly firstPauseMs?: number;
}

/** The server says something every fifteen seconds. */
const DEFAULT_LONGEST_SILENCE_MS = 45_000;

/**
 * The events of a route. A connection that breaks is made again, and goes on after the last event that came.
 *
 * Ends when the signal aborts, or when the one who reads it stops.
 *
 * @throws {ApiError | ServerUnreachableError} when the server refuses, or is away for too long.
 */
export async function* followEvents<Declared extends Route>(
  server: Server,
  { route, call }: { readonly route: Declared; readonly call: CallOptions<Declared> },
  { signal, longestAwayMs = 60_000, longestSilenceMs = DEFAULT_LONGEST_SILENCE_MS, firstPauseMs = 250 }: FollowOptions,
): AsyncGenerator<ServerEvent, void, undefined> {
  const patience = new Patience({ signal, longestMs: longestAwayMs, firstPauseMs });
  let lastId: string | null = null;
  while (!signal.aborted) {
    const silence = new Silence(longestSilenceMs);
    const ends = AbortSignal.any([signal, silence.signal]);
    try {
      const headers: Record<string, string> = lastId === null ? {} : { 'last-event-id': lastId };
      const response = await server.open(route, call, { headers, signal: ends });
      for await (const event of readEvents(silence.watch(response.body!))) {
        patience.renew();
        lastId = event.id ?? lastId;
        yield event;
      }
      await patience.bear(new ServerUnreachableError(server.url, 'it ends the connection'));
    } catch (error) {
      await patience.bear(passing(server.url, error, silence));
    } finally {
      silence.end();
    }
  }
}

/** What breaks a stream comes as an error of the network, without ours around it. */
function passing(url: string, error: unknown, silence: Silence): unknown {
  if (silence.signal.aborted) return new ServerUnreachableError(url, 'it has fallen silent', error);
  const isOfNetwork = error instanceof TypeError && error.cause !== undefined;
  const isCut = isOfNetwork || (error instanceof TypeError && error.message === 'terminated');
  return isCut ? new ServerUnreachableError(url, reasonOfFailure(error), error) : error;
}

/** Ends a connection on which nothing comes. */
class Silence {
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(longestMs: number) {
    this.#timer = setTimeout(() => this.#abort.abort(), longestMs);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  async *watch(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const bytes of body) {
      this.#timer.refresh();
      yield bytes;
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
  }
}
