/** The client of the API: one function that calls any route, typed by it. */
import { type AnswerOf, type BodyOf, type ParamsOf, pathParamsOf, type QueryOf, type Route } from '../route.ts';
import { ApiError } from './api-error.ts';

/** What goes over the wire. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query: `/api/v2/dags?limit=5`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** Sends a request somewhere: over the network, or into a server of this process. */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

type Part<Name extends string, Value> =
  Record<never, never> extends Value ? { readonly [Key in Name]?: Value } : { readonly [Key in Name]: Value };

/** What a call of a route takes: `params`, `query` and `body`, each only where the route has it. */
export type CallOptions<Declared extends Route> = Part<'params', ParamsOf<Declared>> &
  Part<'query', Partial<QueryOf<Declared>>> &
  (BodyOf<Declared> extends undefined ? unknown : Part<'body', BodyOf<Declared>>);

export interface ApiClient {
  /** @throws {ApiError} when the answer is not one of success. */
  call<Declared extends Route>(
    route: Declared,
    ...options: Record<never, never> extends CallOptions<Declared> ? [CallOptions<Declared>?] : [CallOptions<Declared>]
  ): Promise<AnswerOf<Declared>>;
}

interface AnyCall {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** A client that sends `headers` with every call. */
export function apiClient(
  transport: Transport,
  headers: () => Readonly<Record<string, string>> = () => ({}),
): ApiClient {
  return {
    async call(route, ...[options]) {
      const call = (options ?? {}) as AnyCall;
      const { status, text } = await transport({
        method: route.method,
        url: urlOf(route.path, call),
        headers: { ...(call.body === undefined ? {} : { 'content-type': 'application/json' }), ...headers() },
        body: call.body === undefined ? undefined : JSON.stringify(call.body),
      });
      if (status < 200 || status >= 300) throw new ApiError(route, status, text);
      return (text === '' ? null : JSON.parse(text)) as never;
    },
  };
}

/** The path with its parameters filled in, and the query. */
export function urlOf(path: string, { params = {}, query = {} }: AnyCall): string {
  const filled = pathParamsOf(path).reduce(
    (url, name) => url.replace(`{${name}}`, encodeURIComponent(String(params[name]))),
    path,
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, String(one));
  }
  const text = search.toString();
  return text === '' ? filled : `${filled}?${text}`;
}
