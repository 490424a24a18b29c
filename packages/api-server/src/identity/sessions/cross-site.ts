/**
 * Against requests that another site makes a browser send with our cookie.
 *
 * A change by cookie must carry a header that no form can set and no other site may set without being asked first
 * (`x-requested-with`), and must not say that it comes from another origin. `SameSite=Lax` stands before both.
 */
import type { FastifyRequest } from 'fastify';

export const CROSS_SITE_HEADER = 'x-requested-with';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Why a request that came with a cookie is refused; null when it may go on. */
export function faultOfOrigin(request: FastifyRequest): string | null {
  if (SAFE_METHODS.has(request.method)) return null;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined && origin !== `${request.protocol}://${request.host}`)
    return `the request comes from ${origin === 'null' ? 'an unknown origin' : origin}, not from ${request.protocol}://${request.host}`;
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return `the request comes from another site (sec-fetch-site: ${String(site)})`;
  if (request.headers[CROSS_SITE_HEADER] === undefined)
    return `a change by cookie needs the header "${CROSS_SITE_HEADER}", which other sites cannot send`;
  return null;
}
