/** One function that calls any route of the API, typed by it. Only the types of the contract reach the browser. */
import type { AnswerOf, CallOptions, Route } from '@tradewind/contract';
import { ApiProblem } from './api-problem.ts';

type Place<Declared extends Route> = `${Declared['method']} ${Declared['path']}`;

interface AnyCall {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Fired when an answer says that nobody is signed in any more. */
const SIGNED_OUT_EVENT = 'tradewind:signed-out';

/**
 * Calls a route: `call<typeof getDags>('GET /api/v2/dags', { query: { limit: 50 } })`.
 *
 * @throws {ApiProblem} when the answer is not one of success, or there is none.
 */
export async function call<Declared extends Route>(
  place: Place<Declared>,
  options: CallOptions<Declared>,
  signal?: AbortSignal,
): Promise<AnswerOf<Declared>> {
  const [method, path] = (place as string).split(' ') as [string, string];
  const { body, ...rest } = options as AnyCall;
  const answer = await send(urlOf(path, rest), {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'x-tradewind-ui': '1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await answer.text();
  if (!answer.ok) throw refusalOf(answer, text);
  return (text === '' ? null : JSON.parse(text)) as AnswerOf<Declared>;
}

async function send(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request);
  } catch (cause) {
    if ((cause as Error).name === 'AbortError') throw cause;
    throw new ApiProblem(0, 'unreachable', null, cause);
  }
}

function refusalOf(answer: Response, text: string): ApiProblem {
  if (answer.status === 401) window.dispatchEvent(new Event(SIGNED_OUT_EVENT));
  return new ApiProblem(answer.status, text, answer.headers.get('x-request-id'));
}

function urlOf(path: string, { params = {}, query = {} }: AnyCall): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, String(one));
  }
  return search.size === 0 ? filled : `${filled}?${search}`;
}
