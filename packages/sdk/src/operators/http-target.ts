import type { Connection } from '../context/task-connections.ts';
import type { TaskContext } from '../context/task-context.ts';
import type { HttpHeaders, HttpMethod } from './http.ts';

/** A request that is ready to be sent. */
export interface HttpTarget {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | null;
}

interface RequestFields {
  readonly method?: HttpMethod;
  readonly url: string;
  readonly connection?: string;
  readonly headers?: HttpHeaders;
  readonly body?: unknown;
}

/** Puts the request together from the fields and the connection. The fields win. */
export async function targetOf(fields: RequestFields, { connections }: TaskContext): Promise<HttpTarget> {
  const connection = fields.connection === undefined ? null : await connections.get(fields.connection);
  const headers = new Headers(connection === null ? {} : headersOf(connection));
  for (const [name, value] of Object.entries(fields.headers ?? {})) headers.set(name, value);
  const body = bodyOf(fields.body);
  if (body !== null && typeof fields.body !== 'string' && !headers.has('content-type')) {
    headers.set('content-type', 'application/json');
  }
  const url = connection === null ? fields.url : new URL(fields.url, baseOf(connection)).href;
  return { method: fields.method ?? 'GET', url, headers, body };
}

function bodyOf(body: unknown): string | null {
  if (body === undefined) return null;
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** As in Airflow the schema of an HTTP connection is its protocol, and its host may be a whole URL. */
function baseOf({ host, port, schema }: Connection): string {
  const origin = /^https?:\/\//i.test(host ?? '') ? (host ?? '') : `${schema ?? 'http'}://${host ?? 'localhost'}`;
  const url = new URL(origin);
  if (port !== null) url.port = String(port);
  return url.href;
}

function headersOf({ login, password, extra }: Connection): HttpHeaders {
  const given = extra['headers'];
  const headers = typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {};
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  if (login === null) return texts;
  const secret = Buffer.from(`${login}:${password ?? ''}`).toString('base64');
  return { authorization: `Basic ${secret}`, ...texts };
}
