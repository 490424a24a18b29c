/** Workers and attempts as callers. Their tokens count under `/execution`, and nobody else's. */
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/http-problem.ts';
import { anonymous, type Caller } from '../identity/caller.ts';
import type { Authenticator } from '../ports.ts';
import type { AttemptClaims, ExecutionTokens, WorkerClaims } from './execution-tokens.ts';

export interface ExecutionCaller extends Caller {
  readonly claims: WorkerClaims | AttemptClaims;
  /** Its token is: it may be sent anew. */
  readonly isNearEnd: boolean;
}

export function isExecutionPath({ url }: Pick<FastifyRequest, 'url'>): boolean {
  return url.startsWith('/execution/');
}

/** Reads tokens of workers and attempts under `/execution`, and leaves everybody else to `others`. */
export function executionAuthenticator(tokens: ExecutionTokens, others: Authenticator): Authenticator {
  return {
    async authenticate(request) {
      if (!isExecutionPath(request)) return others.authenticate(request);
      const { authorization } = request.headers;
      if (authorization === undefined) return anonymous;
      const read = tokens.read(/^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '');
      if (read === null) throw invalidToken();
      const { claims, isNearEnd } = read;
      const caller: ExecutionCaller =
        claims.scope === 'worker'
          ? { ...anonymous, kind: 'worker', name: claims.name, claims, isNearEnd }
          : { ...anonymous, kind: 'attempt', name: claims.attemptId, claims, isNearEnd };
      return caller;
    },
  };
}

/** The rule of the route has seen to it that it is one. */
export function workerOf(caller: Caller): WorkerClaims {
  return (caller as ExecutionCaller).claims as WorkerClaims;
}

export function attemptOf(caller: Caller): AttemptClaims {
  return (caller as ExecutionCaller).claims as AttemptClaims;
}

function invalidToken(): HttpProblem {
  return new HttpProblem(
    401,
    'The token is not valid: it has expired, or is of another installation. Join again with the join token.',
    { 'www-authenticate': 'Bearer error="invalid_token"' },
  );
}
