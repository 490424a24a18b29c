/**
 * What every answer says to browsers, so that a page of ours cannot be framed, sniffed or made to load anything from
 * elsewhere; and which other sites may read answers at all: none, unless they are named.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export interface ProtectionOptions {
  /** Sites whose pages may call the API with a token, such as `https://tools.example.org`. @default none */
  readonly corsOrigins?: readonly string[];
}

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  // Elements are placed by the layout of graphs and grids.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

const ONE_YEAR_SEC = 31_536_000;

/** Headers are there before a handler runs, so that streams have them too. */
export function protectAnswers(app: FastifyInstance, { corsOrigins = [] }: ProtectionOptions): void {
  const allowed = new Set(corsOrigins);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS).header('x-request-id', request.id);
    // Only what came over TLS may say that nothing else will do.
    if (request.protocol === 'https') reply.header('strict-transport-security', `max-age=${ONE_YEAR_SEC}`);
    if (request.url.startsWith('/auth/')) reply.header('cache-control', 'no-store');
    if (allowed.size > 0) return answerOtherSite(request, reply, allowed);
    reply.header('cross-origin-resource-policy', 'same-origin');
    return undefined;
  });
}

/** Cookies are never part of it: a named site calls with a token. */
async function answerOtherSite(
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
  allowed: ReadonlySet<string>,
): Promise<FastifyReply | undefined> {
  reply.header('vary', 'Origin');
  const { origin } = headers;
  if (origin === undefined || !allowed.has(origin)) return undefined;
  reply.header('access-control-allow-origin', origin);
  reply.header('access-control-expose-headers', 'etag, retry-after, x-request-id, content-disposition');
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return undefined;
  return reply
    .code(204)
    .headers({
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'authorization, content-type, if-none-match, last-event-id, x-requested-with',
      'access-control-max-age': '600',
    })
    .send();
}
