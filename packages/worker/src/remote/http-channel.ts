/** Requests to one server over connections that are kept open. Node's own client, since every attempt passes here. */
import { Agent as HttpAgent, type IncomingMessage, request as requestByHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestByHttps } from 'node:https';

export interface ChannelRequest {
  readonly method: string;
  /** Path and query below the URL of the server. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** After so long without a complete answer it fails. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface ChannelAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export class HttpChannel {
  readonly #base: URL;
  readonly #agent: HttpAgent;

  /** `url` may have a path, under which a proxy offers the server. */
  constructor(url: URL) {
    this.#base = url;
    const options = { keepAlive: true, keepAliveMsecs: 10_000, scheduling: 'lifo' } as const;
    this.#agent = url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** @throws what the network throws; an answer of any status is none. */
  send({ method, path, headers = {}, body, timeoutMs, signal }: ChannelRequest): Promise<ChannelAnswer> {
    const { protocol, pathname } = this.#base;
    const url = new URL(pathname.replace(/\/$/, '') + path, this.#base);
    const request = protocol === 'https:' ? requestByHttps : requestByHttp;
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const limit = AbortSignal.timeout(timeoutMs);
      const sent = request(url, {
        method,
        agent: this.#agent,
        headers: { ...headers, ...length },
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      });
      sent.once('error', reject);
      sent.once('response', (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.once('error', reject);
        answer.once('end', () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) });
        });
      });
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
