/**
 * Whether a request was meant for this machine by name.
 *
 * Where nobody needs to sign in, a page of another site could make its own name point here and then read everything as its
 * own. Its requests still say that name.
 */
import type { FastifyRequest } from 'fastify';

const OWN_NAMES = /^(localhost|[a-z0-9-]+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

export function isForOwnMachine({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers.host !== undefined && OWN_NAMES.test(headers.host);
}
