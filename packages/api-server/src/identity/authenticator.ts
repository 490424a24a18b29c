/** Who calls: by a Bearer token, by the cookie of a browser, or nobody. */
import { ACTIONS, RESOURCES } from '@tradewind/contract';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/http-problem.ts';
import type { Authenticator } from '../ports.ts';
import { anonymous, type Caller, type PermissionKey } from './caller.ts';
import type { CallerReader } from './caller-reader.ts';
import { faultOfCookieUse, faultOfOrigin, isFromOwnPage } from './sessions/cross-site.ts';
import { isForOwnMachine } from './sessions/own-machine.ts';
import { SESSION_COOKIE } from './sessions/session-cookie.ts';

export interface AuthenticatorOptions {
  readonly callers: CallerReader;
  /** False: whoever can reach the server may do everything, which is for one's own machine. */
  readonly isLoginRequired: boolean;
}

/** Who calls where nobody needs to sign in. */
const everybody: Caller = {
  ...anonymous,
  kind: 'person',
  roles: ['Admin'],
  permissions: new Set(
    ACTIONS.flatMap((action) => RESOURCES.map((resource): PermissionKey => `${action}:${resource}`)),
  ),
};

export function tokenAuthenticator({ callers, isLoginRequired }: AuthenticatorOptions): Authenticator {
  const stranger = async (request: FastifyRequest): Promise<Caller> => {
    if (isLoginRequired) return callers.visitor();
    refuseOtherNames(request);
    // Programs have no origin; every browser says from where a change comes.
    refuse(faultOfOrigin(request));
    return { ...everybody, via: viaOf(request) };
  };
  return {
    async authenticate(request) {
      const bearer = bearerOf(request);
      if (bearer !== null) {
        const caller = await callers.read(bearer);
        if (caller === null) throw invalidToken();
        return { ...caller, via: viaOf(request) };
      }
      const cookie = request.cookies[SESSION_COOKIE];
      // A cookie that has expired is no reason to refuse the page on which one signs in.
      const caller = cookie === undefined ? null : await callers.read(cookie);
      if (caller === null) return stranger(request);
      refuse(faultOfCookieUse(request));
      return { ...caller, via: 'ui' };
    },
  };
}

function bearerOf({ headers }: FastifyRequest): string | null {
  const { authorization } = headers;
  if (authorization === undefined) return null;
  const [, token] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (token === undefined)
    throw new HttpProblem(401, 'Expected the header "Authorization: Bearer <token>".', CHALLENGE);
  return token;
}

const CHALLENGE = { 'www-authenticate': 'Bearer' };

function invalidToken(): HttpProblem {
  return new HttpProblem(
    401,
    'The token is not valid: it has expired, was revoked, or is of another server. Sign in again.',
    { 'www-authenticate': 'Bearer error="invalid_token"' },
  );
}

function refuseOtherNames(request: FastifyRequest): void {
  if (isForOwnMachine(request)) return;
  throw new HttpProblem(
    403,
    'Refused, since nobody needs to sign in here (api.loginRequired is false): such a server answers to "localhost" alone.',
  );
}

function refuse(fault: string | null): void {
  if (fault !== null) throw new HttpProblem(403, `Refused, since ${fault}.`);
}

function viaOf(request: FastifyRequest): Caller['via'] {
  if (isFromOwnPage(request)) return 'ui';
  return request.headers['user-agent']?.startsWith('tradewind-cli/') === true ? 'cli' : 'api';
}
