/**
 * An API server at an address: the typed client over HTTP, and answers that are read as they come.
 *
 * Whatever can go wrong between here and there is said in words; what the API itself refuses is its `ApiError`.
 */
import { type ApiClient, ApiError, apiClient, type CallOptions, type Route, urlOf } from '@tradewind/contract';
import { ServerMistakenError, ServerUnreachableError, SignInNeededError } from '../errors.ts';
import { programVersion } from '../program-version.ts';
import { reasonOfFailure } from './reason-of-failure.ts';

export interface Server {
  /** Without a slash at its end. */
  readonly url: string;
  readonly client: ApiClient;
  /** An answer whose headers matter, or whose body is read as it comes. @throws {ApiError} when it is none of success. */
  open<Declared extends Route>(
    route: Declared,
    options: CallOptions<Declared>,
    request?: { readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
  ): Promise<Response>;
}

export interface ServerOptions {
  readonly url: string;
  /** Null: nobody has signed in. */
  readonly token: string | null;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal;
}

/** Nothing is sent until something is asked. */
export function connectServer({ url, token, signal }: ServerOptions): Server {
  const headers = {
    // By its name the server knows that a change was made by the command line.
    'user-agent': `tradewind-cli/${programVersion()}`,
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  const send = async (request: Request): Promise<Response> => {
    const { method, path, body } = request;
    const ends = request.signal === undefined ? signal : AbortSignal.any([signal, request.signal]);
    const init = { method, headers: { ...headers, ...request.headers }, redirect: 'manual', signal: ends } as const;
    try {
      const response = await fetch(`${url}${path}`, { ...init, ...(body === undefined ? {} : { body }) });
      refuseOthers(url, response);
      return response;
    } catch (error) {
      throw ends.aborted ? error : unreachable(url, error);
    }
  };
  const explain = (route: Route, error: unknown): unknown => {
    const isRefused = error instanceof ApiError && error.status === 401 && route.rule.kind !== 'public';
    return isRefused ? new SignInNeededError(url, { hasToken: token !== null, reason: error.message }) : error;
  };
  const plain = apiClient(async ({ url: path, ...request }) => {
    const response = await send({ ...request, path });
    return { status: response.status, text: await textOf(url, response, signal) };
  });
  return {
    url,
    client: {
      call: (route, ...options) =>
        plain.call(route, ...options).catch((error: unknown) => {
          throw explain(route, error);
        }),
    },
    async open(route, options, { headers: more = {}, ...request } = {}) {
      const path = urlOf(route.path, options as Parameters<typeof urlOf>[1]);
      const response = await send({ method: route.method, path, headers: more, ...request });
      if (response.ok) return response;
      throw explain(route, new ApiError(route, response.status, await textOf(url, response, signal)));
    },
  };
}

async function textOf(url: string, response: Response, signal: AbortSignal): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw signal.aborted ? error : unreachable(url, error);
  }
}

function unreachable(url: string, error: unknown): unknown {
  const isOurs = error instanceof ServerMistakenError || error instanceof ServerUnreachableError;
  return isOurs ? error : new ServerUnreachableError(url, reasonOfFailure(error), error);
}

/** Bodies of ours are JSON, lines of JSON, or events; pages of HTML are of somebody else. */
const OUR_BODIES = /\b(json|ndjson|x-ndjson|event-stream)\b/;

/** @throws {ServerMistakenError | ServerUnreachableError} when it is no answer of the API. */
function refuseOthers(url: string, { status, statusText, headers }: Response): void {
  const place = headers.get('location');
  if (status >= 300 && status < 400) throw new ServerMistakenError(url, `it sends one on to ${place ?? 'nowhere'}`);
  const type = headers.get('content-type');
  if (status === 204 || (type === null && headers.get('content-length') === '0')) return;
  if (type !== null && OUR_BODIES.test(type)) return;
  if (status >= 500)
    throw new ServerUnreachableError(url, `what stands before it answers ${status} ${statusText}`.trim());
  throw new ServerMistakenError(url, `it answers ${status} with ${type ?? 'something of no type'}`);
}
