/**
 * Against requests that another site makes a browser send with our cookie.
 *
 * A change by cookie must carry a header that no form can set and no other site may set without being asked first
 * (`x-tradewind-ui`, as our own pages do, or `x-requested-with`), and must not say that it comes from another origin. `SameSite=Lax` stands before both.
 */
import type { FastifyRequest } from 'fastify';

/** The first one is that of our own pages. */
const OWN_HEADERS = ['x-tradewind-ui', 'x-requested-with'] as const;

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Why a request that came with a cookie is refused; null when it may go on. */
export function faultOfCookieUse(request: FastifyRequest): string | null {
  const fault = faultOfOrigin(request);
  const hasOwnHeader = OWN_HEADERS.some((name) => request.headers[name] !== undefined);
  if (fault !== null || SAFE_METHODS.has(request.method) || hasOwnHeader) return fault;
  return `a change by cookie needs the header "${OWN_HEADERS[1]}", which other sites cannot send`;
}

/** Why a change is refused that says itself that it comes from elsewhere; null when it does not say so. */
export function faultOfOrigin(request: FastifyRequest): string | null {
  if (SAFE_METHODS.has(request.method)) return null;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined && origin !== `${request.protocol}://${request.host}`)
    return `the request comes from ${origin === 'null' ? 'an unknown origin' : origin}, not from ${request.protocol}://${request.host} (a proxy in front of the server has to be named in api.trustProxy)`;
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return `the request comes from another site (sec-fetch-site: ${String(site)})`;
  return null;
}

/** Whether it comes from a page of ours. */
export function isFromOwnPage({ headers }: FastifyRequest): boolean {
  return headers[OWN_HEADERS[0]] !== undefined;
}
