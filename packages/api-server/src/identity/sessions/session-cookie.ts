/** The cookie of a browser that has signed in: Airflow's name, out of reach of scripts and of other sites. */
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const SESSION_COOKIE = '_token';

export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  session: { readonly token: string; readonly expiresAt: number },
): void {
  reply.setCookie(SESSION_COOKIE, session.token, { ...optionsFor(request), expires: new Date(session.expiresAt) });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, optionsFor(request));
}

function optionsFor(request: FastifyRequest): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' };
}
