/**
 * Sends tokens anew whose life is nearly over, with answers to calls that went well.
 *
 * Invariants
 * 1. A worker that has left or was given up gets none, nor do its attempts.
 * 2. An attempt that has ended gets one more, for its last lines, and none in place of that one.
 */
import { REFRESHED_TOKEN_HEADER } from '@tradewind/contract/execution';
import { type Database, findWorkload, isLiveWorker } from '@tradewind/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionCaller } from './execution-caller.ts';
import type { AttemptClaims, Claims, ExecutionTokens, IssuedToken } from './execution-tokens.ts';

export interface RenewTokenParts {
  readonly database: Database;
  readonly tokens: ExecutionTokens;
}

type OnSend = (request: FastifyRequest, reply: FastifyReply, payload: unknown) => Promise<unknown>;

export function renewToken({ database, tokens }: RenewTokenParts): OnSend {
  return async ({ caller }, reply, payload) => {
    const { claims, isNearEnd = false } = caller as Partial<ExecutionCaller>;
    if (claims === undefined || !isNearEnd || reply.statusCode >= 400) return payload;
    // Without a database the next call is soon enough.
    const next = await claimsAfter(database, claims).catch(() => null);
    const issued: IssuedToken | null = next && tokens.issue(next);
    if (issued !== null) reply.header(REFRESHED_TOKEN_HEADER, issued.token);
    return payload;
  };
}

async function claimsAfter(database: Database, claims: Claims): Promise<Claims | null> {
  if (!(await isLiveWorker(database, claims.workerId))) return null;
  return claims.scope === 'worker' ? claims : claimsOfAttemptAfter(database, claims);
}

async function claimsOfAttemptAfter(database: Database, claims: AttemptClaims): Promise<AttemptClaims | null> {
  const row = await findWorkload(database, claims.attemptId);
  if (row !== null) return row.workerId === claims.workerId ? claims : null;
  return claims.isLate ? null : { ...claims, isLate: true };
}
