/** Everything that knows people, put together. */
import type { Database } from '@tradewind/store';
import type { Authenticator } from '../ports.ts';
import { tokenAuthenticator } from './authenticator.ts';
import { type CallerReader, callerReader } from './caller-reader.ts';
import { type HashCost, type PasswordHasher, passwordHasher } from './passwords/password-hash.ts';
import { type SessionTokens, sessionKey, sessionTokens } from './sessions/session-token.ts';
import type { AuthManager } from './sign-in/auth-manager.ts';
import { localAuthManager } from './sign-in/local-auth-manager.ts';

export interface IdentityOptions {
  readonly database: Database;
  /** What the key of the sessions is made of: at least 32 bytes. */
  readonly secret: Uint8Array;
  /** @default the wall clock */
  readonly now?: () => number;
  /** False: whoever can reach the server may do everything. @default true */
  readonly isLoginRequired?: boolean;
  /** Who knows the people. @default the users of the database */
  readonly authManager?: AuthManager;
  /** @default what OWASP advises */
  readonly hashCost?: HashCost;
  /** For how long a caller that was read is believed. @default 2000 */
  readonly maxAgeMs?: number;
}

export interface Identity {
  readonly authManager: AuthManager;
  readonly authenticator: Authenticator;
  readonly callers: CallerReader;
  readonly hasher: PasswordHasher;
  readonly sessions: SessionTokens;
  readonly isLoginRequired: boolean;
}

export function createIdentity(options: IdentityOptions): Identity {
  const { database, secret, now = Date.now, isLoginRequired = true, hashCost, maxAgeMs = 2000 } = options;
  const hasher = passwordHasher(hashCost);
  const sessions = sessionTokens(sessionKey(secret), now);
  const callers = callerReader({ database, sessions, now, maxAgeMs });
  return {
    authManager: options.authManager ?? localAuthManager({ database, hasher, now }),
    authenticator: tokenAuthenticator({ callers, isLoginRequired }),
    callers,
    hasher,
    sessions,
    isLoginRequired,
  };
}
