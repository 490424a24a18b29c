/**
 * What a browser or a client shows after signing in: a JWT under HS512, as in Airflow.
 *
 * It names the user and the token generation in force when it was made: raising the generation makes it worthless, which
 * is how signing out everywhere works.
 */
import { hkdfSync, randomUUID } from 'node:crypto';
import type { UserId } from '@tradewind/model';
import { errors, jwtVerify, SignJWT } from 'jose';

export interface Session {
  /** For signing out this one alone. */
  readonly sessionId: string;
  readonly userId: UserId;
  readonly tokenGeneration: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface SessionTokens {
  /** @default 24 hours */
  issue(session: { readonly userId: UserId; readonly tokenGeneration: number; readonly lifetimeMs?: number }): Promise<{
    readonly token: string;
    readonly session: Session;
  }>;
  /** Null when it is not one of ours, was changed, or has expired. */
  read(token: string): Promise<Session | null>;
}

const SESSION_LIFETIME_MS = 24 * 60 * 60 * 1000;

const ALGORITHM = 'HS512';
const ISSUER = 'tradewind';
const AUDIENCE = 'tradewind-api';
const KEY_BYTES = 64;

/** The key of the sessions, from a secret of at least 32 bytes that may serve other ends as well. */
export function sessionKey(secret: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'tradewind api sessions v1', KEY_BYTES));
}

export function sessionTokens(key: Uint8Array, now: () => number = Date.now): SessionTokens {
  return {
    async issue({ userId, tokenGeneration, lifetimeMs = SESSION_LIFETIME_MS }) {
      const issuedAt = Math.floor(now() / 1000);
      const expiresAt = issuedAt + Math.ceil(lifetimeMs / 1000);
      const sessionId = randomUUID();
      const token = await new SignJWT({ gen: tokenGeneration })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setSubject(userId)
        .setJti(sessionId)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(issuedAt)
        .setNotBefore(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key);
      return { token, session: { sessionId, userId, tokenGeneration, expiresAt: expiresAt * 1000 } };
    },
    async read(token) {
      try {
        const expected = { algorithms: [ALGORITHM], issuer: ISSUER, audience: AUDIENCE, currentDate: new Date(now()) };
        const { payload } = await jwtVerify(token, key, { ...expected, requiredClaims: ['sub', 'jti', 'exp', 'gen'] });
        const { sub, jti, exp, gen } = payload as typeof payload & { readonly gen: unknown };
        return {
          sessionId: String(jti),
          userId: sub as UserId,
          tokenGeneration: Number(gen),
          expiresAt: Number(exp) * 1000,
        };
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
        throw error;
      }
    },
  };
}
