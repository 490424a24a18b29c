/** Workers and attempts as callers. Their tokens count under `/execution`, and nobody else's. */
import { REFRESHED_TOKEN_HEADER } from '@tradewind/contract/execution';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/http-problem.ts';
import { anonymous, type Caller } from '../identity/caller.ts';
import type { Authenticator } from '../ports.ts';
import type { AttemptClaims, ExecutionTokens, IssuedToken, WorkerClaims } from './execution-tokens.ts';

export interface ExecutionCaller extends Caller {
  readonly claims: WorkerClaims | AttemptClaims;
  readonly renewed: IssuedToken | null;
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
      const { claims, renewed } = read;
      const caller: ExecutionCaller =
        claims.scope === 'worker'
          ? { ...anonymous, kind: 'worker', name: claims.name, claims, renewed }
          : { ...anonymous, kind: 'attempt', name: claims.attemptId, claims, renewed };
      return caller;
    },
  };
}

/** Sends a token anew whose life is nearly over. */
export async function renewToken({ caller }: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { renewed } = caller as Partial<ExecutionCaller>;
  if (renewed) reply.header(REFRESHED_TOKEN_HEADER, renewed.token);
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
