/**
 * Calls routes of the Execution API, again and again while the server is away: every call may be repeated, since each
 * says the same when it is said twice.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type AnswerOf, type CallOptions, type Route, urlOf } from '@tradewind/contract';
import { API_VERSION_HEADER, EXECUTION_API_VERSION, REFRESHED_TOKEN_HEADER } from '@tradewind/contract/execution';
import { backOffMs } from './back-off.ts';
import { ExecutionRefusedError } from './errors.ts';
import type { ChannelAnswer, HttpChannel } from './http-channel.ts';

export interface Credentials {
  /** Null: none are shown. */
  readonly token: () => string | null;
  /** The server sent another one in its place. */
  readonly onRefreshed: (token: string) => void;
  /**
   * The server does not take the token. True: there is another one now, and the call is made again.
   *
   * @throws to give up.
   */
  readonly onInvalid: () => Promise<boolean>;
}

export interface CallLimits {
  /** @default 30000 */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** False: a server that is away is an error at once. @default true */
  readonly isPersistent?: boolean;
}

export interface Answered<Value> {
  readonly value: Value;
  readonly headers: ChannelAnswer['headers'];
}

export interface ExecutionClientOptions {
  readonly channel: HttpChannel;
  /** A call failed for want of a server, or went through. */
  readonly onAway: (message: string) => void;
  readonly onHere: () => void;
  /** Ends every call. */
  readonly signal: AbortSignal;
}

/** Statuses with which a server, or a proxy before it, says that it cannot answer now. */
const AWAY: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

export class ExecutionClient {
  readonly #options: ExecutionClientOptions;

  constructor(options: ExecutionClientOptions) {
    this.#options = options;
  }

  /** @throws {ExecutionRefusedError} for any answer but success; what the network throws unless it is persistent. */
  async call<Declared extends Route>(
    route: Declared,
    options: CallOptions<Declared>,
    credentials: Credentials,
    limits: CallLimits = {},
  ): Promise<Answered<AnswerOf<Declared>>> {
    const { body } = options as { readonly body?: unknown };
    const {
      status,
      headers,
      body: bytes,
    } = await this.send(
      {
        method: route.method,
        path: urlOf(route.path, options as Parameters<typeof urlOf>[1]),
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
      credentials,
      limits,
    );
    const text = bytes.toString();
    if (status < 200 || status >= 300) throw new ExecutionRefusedError(route.id, status, text);
    return { value: (text === '' ? null : JSON.parse(text)) as AnswerOf<Declared>, headers };
  }

  /** The answer of a server that is there, whatever it says. */
  async send(
    request: {
      readonly method: string;
      readonly path: string;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    },
    credentials: Credentials,
    { timeoutMs = 30_000, signal, isPersistent = true }: CallLimits = {},
  ): Promise<ChannelAnswer> {
    const ends = signal === undefined ? this.#options.signal : AbortSignal.any([signal, this.#options.signal]);
    for (let failures = 0; ; failures += 1) {
      const token = credentials.token();
      const headers = {
        ...request.headers,
        [API_VERSION_HEADER]: EXECUTION_API_VERSION,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      };
      const answer = await this.#try({ ...request, headers, timeoutMs, signal: ends }, isPersistent);
      if (answer?.status === 401 && (await credentials.onInvalid())) continue;
      if (answer !== null) {
        const renewed = answer.headers[REFRESHED_TOKEN_HEADER];
        if (typeof renewed === 'string') credentials.onRefreshed(renewed);
        return answer;
      }
      await pause(backOffMs(failures, Math.random()), undefined, { signal: ends });
    }
  }

  /** Null when the server is away. */
  async #try(request: Parameters<HttpChannel['send']>[0], isPersistent: boolean): Promise<ChannelAnswer | null> {
    const { channel, onAway, onHere } = this.#options;
    try {
      const answer = await channel.send(request);
      if (!AWAY.has(answer.status)) {
        onHere();
        return answer;
      }
      onAway(`The server answered ${answer.status}: ${answer.body.toString().slice(0, 200)}`);
      return isPersistent ? null : answer;
    } catch (error) {
      if (request.signal?.aborted === true) throw error;
      onAway((error as Error).message);
      if (!isPersistent) throw error;
      return null;
    }
  }
}
