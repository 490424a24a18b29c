import type { TaskContext } from '../context/task-context.ts';
import { type Duration, parseDuration } from '../duration.ts';
import { HttpRequestFailedError, HttpResponseRefusedError, HttpStatusError } from '../errors.ts';
import { aDuration, aFunction, anything, aText, oneOf } from '../options/check-options.ts';
import type { TaskOptions } from '../options/task-options.ts';
import type { Templated } from '../templates/template.ts';
import type { Handle } from '../wiring/handle.ts';
import { addOperator } from './add-operator.ts';
import { textField, textsByNameField } from './field-checks.ts';
import { type HttpTarget, targetOf } from './http-target.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
/** What is done with the resource. */
export type HttpMethod = (typeof METHODS)[number];

/** What came back, with its body read. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON. @throws {SyntaxError} when it is not. */
  json(): unknown;
}

/** Headers by name. */
export interface HttpHeaders {
  readonly [name: string]: string;
}

export interface HttpOptions<Output> extends TaskOptions {
  /** @default 'GET' */
  readonly method?: HttpMethod;
  /** Where to: a whole URL, or a path under the connection's. */
  readonly url: Templated<string>;
  /** The connection that gives host, login (basic authentication) and, as its `extra.headers`, headers. */
  readonly connection?: string;
  readonly headers?: Templated<HttpHeaders>;
  /** A text is sent as it is; anything else as JSON. */
  readonly body?: Templated<unknown>;
  /** How long the whole exchange may take. @default '1m' */
  readonly timeout?: Duration;
  /** Whether the response is what was hoped for; is asked after the status was found to be 2xx. */
  readonly check?: (response: HttpResponse) => boolean;
  /** The result of the task. @default the body, parsed if the response says that it is JSON */
  readonly result?: (response: HttpResponse) => Output;
}

interface HttpFields<Output>
  extends Pick<HttpOptions<Output>, 'method' | 'connection' | 'timeout' | 'check' | 'result'> {
  readonly url: string;
  readonly headers?: HttpHeaders;
  readonly body?: unknown;
}

const TIMEOUT_MS = 60_000;
const EXCERPT_LENGTH = 500;

/**
 * Adds a task that makes one HTTP request. A status other than 2xx fails it.
 *
 * @throws {HttpStatusError} {HttpResponseRefusedError} {HttpRequestFailedError} in the attempt; each can be retried.
 * @example
 * dag('rates', { schedule: '@hourly', startDate: '2026-01-01' }, () => {
 *   const rates = http('rates', {
 *     connection: 'bank',
 *     url: '/rates?day={{ ds }}',
 *     retries: 3,
 *     result: (response) => response.json() as { readonly eur: number },
 *   });
 *   http('notify', { method: 'POST', url: 'https://example.test/hook', body: { eur: rates.get('eur') } });
 * });
 */
export function http<Output = unknown>(id: string, options: HttpOptions<Output>): Handle<Output> {
  return addOperator<HttpFields<Output>, Output>(id, options, {
    operator: 'http',
    templated: { url: textField, headers: textsByNameField, body: anything },
    plain: { method: oneOf(METHODS), connection: aText, timeout: aDuration, check: aFunction, result: aFunction },
    required: ['url'],
    run: runHttp,
  });
}

async function runHttp<Output>(fields: HttpFields<Output>, context: TaskContext): Promise<Output> {
  const target = await targetOf(fields, context);
  const response = await exchange(target, fields, context);
  context.log.info('response received', { method: target.method, url: target.url, status: response.status });
  if (response.status < 200 || response.status > 299)
    throw new HttpStatusError(target, response.status, excerpt(response));
  checkResponse(target, response, fields.check);
  return fields.result === undefined ? (bodyOf(response) as Output) : fields.result(response);
}

async function exchange<Output>(
  target: HttpTarget,
  fields: HttpFields<Output>,
  context: TaskContext,
): Promise<HttpResponse> {
  const timeoutMs = fields.timeout === undefined ? TIMEOUT_MS : (parseDuration(fields.timeout) ?? TIMEOUT_MS);
  const timeout = AbortSignal.timeout(timeoutMs);
  const { url, method, headers, body } = target;
  try {
    const signal = AbortSignal.any([context.signal, timeout]);
    const response = await fetch(url, { method, headers, signal, ...(body === null ? null : { body }) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
  } catch (cause) {
    if (context.signal.aborted) throw cause;
    const why = timeout.aborted ? `it took longer than ${timeoutMs} ms` : reasonOf(cause);
    throw new HttpRequestFailedError(target, why, { cause });
  }
}

/** `fetch` hides what went wrong in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

function checkResponse(
  target: HttpTarget,
  response: HttpResponse,
  check: ((response: HttpResponse) => boolean) | undefined,
): void {
  if (check === undefined || check(response)) return;
  throw new HttpResponseRefusedError(target, 'the check of the task returned false', excerpt(response));
}

function bodyOf(response: HttpResponse): unknown {
  const isJson = /\bjson\b/i.test(response.headers.get('content-type') ?? '');
  return isJson && response.text !== '' ? response.json() : response.text;
}

function excerpt({ text }: HttpResponse): string {
  return text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text;
}
