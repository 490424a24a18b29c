/**
 * Tokens of workers and attempts: JWTs under HS512. They are made and read for every attempt, so that this is done at once
 * and by Node alone.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { AttemptId, DagRunKey, WorkerId } from '@tradewind/model';
import type { AttemptPlace } from './ports.ts';

/** A worker that joined. */
export interface WorkerClaims {
  readonly scope: 'worker';
  readonly workerId: WorkerId;
  readonly name: string;
  readonly queues: readonly string[];
  readonly slots: number;
}

/** An attempt that a worker was given: it may speak of itself alone. */
export interface AttemptClaims {
  readonly scope: 'ti:self';
  readonly attemptId: AttemptId;
  readonly workerId: WorkerId;
  readonly dagRunKey: DagRunKey;
  readonly place: AttemptPlace;
  /** It has ended: this token is for its last lines, and the last one. @default false */
  readonly isLate?: boolean;
}

export type Claims = WorkerClaims | AttemptClaims;

export interface IssuedToken {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface ReadToken {
  readonly claims: Claims;
  /** Less than a fifth of its life is left. */
  readonly isNearEnd: boolean;
}

export interface ExecutionTokens {
  issue(claims: Claims): IssuedToken;
  /** Null when it is not one of ours, was changed, or has expired. */
  read(token: string): ReadToken | null;
}

export const WORKER_TOKEN_LIFE_MS = 60 * 60 * 1000;
export const ATTEMPT_TOKEN_LIFE_MS = 10 * 60 * 1000;
/** Last lines are sent within minutes after the end, or not at all. */
export const LATE_TOKEN_LIFE_MS = 3 * 60 * 1000;

const ISSUER = 'tradewind-execution';
const HEADER = encode({ alg: 'HS512', typ: 'JWT' });
const KEY_BYTES = 64;
/** The share of its life below which a token is made anew. */
const LAST_PART = 0.2;

interface Payload {
  readonly iss: string;
  readonly iat: number;
  readonly exp: number;
  readonly claims: Claims;
}

export function executionTokens(secret: Uint8Array, now: () => number = Date.now): ExecutionTokens {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'tradewind execution tokens v1', KEY_BYTES));
  const sign = (text: string): string => createHmac('sha512', key).update(text).digest('base64url');
  const issue = (claims: Claims): IssuedToken => {
    const issuedAt = Math.floor(now() / 1000);
    const expiresAt = issuedAt + lifeMsOf(claims) / 1000;
    const text = `${HEADER}.${encode({ iss: ISSUER, iat: issuedAt, exp: expiresAt, claims } satisfies Payload)}`;
    return { token: `${text}.${sign(text)}`, expiresAt: expiresAt * 1000 };
  };
  return {
    issue,
    read(token) {
      const [header, body, signature, ...more] = token.split('.');
      if (header !== HEADER || body === undefined || signature === undefined || more.length > 0) return null;
      if (!isSame(signature, sign(`${header}.${body}`))) return null;
      const { iss, exp, claims } = JSON.parse(Buffer.from(body, 'base64url').toString()) as Payload;
      const leftMs = exp * 1000 - now();
      if (iss !== ISSUER || leftMs <= 0) return null;
      return { claims, isNearEnd: leftMs < LAST_PART * lifeMsOf(claims) };
    },
  };
}

function lifeMsOf(claims: Claims): number {
  if (claims.scope === 'worker') return WORKER_TOKEN_LIFE_MS;
  return claims.isLate ? LATE_TOKEN_LIFE_MS : ATTEMPT_TOKEN_LIFE_MS;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
