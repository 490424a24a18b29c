/** Users and passwords of our own database. */
import {
  type Database,
  readSignIn,
  recordFailedSignIn,
  recordSignIn,
  replacePasswordHash,
  type SignInRow,
} from '@tradewind/store';
import type { PasswordHasher } from '../passwords/password-hash.ts';
import { LONGEST_PASSWORD } from '../passwords/password-rules.ts';
import type { AuthManager, SignInOutcome } from './auth-manager.ts';
import { BY_ADDRESS, BY_NAME, Throttle, waitAfter } from './throttle.ts';

export interface LocalAuthOptions {
  readonly database: Database;
  readonly hasher: PasswordHasher;
  readonly now: () => number;
}

const REFUSED: SignInOutcome = { kind: 'refused' };

export function localAuthManager({ database, hasher, now }: LocalAuthOptions): AuthManager {
  const byAddress = new Throttle(BY_ADDRESS, now);
  const byName = new Throttle(BY_NAME, now);

  async function check(username: string, password: string): Promise<{ user: SignInRow | null; isRight: boolean }> {
    const user = await readSignIn(database, username);
    const stored = user?.isActive === true ? user.passwordHash : null;
    const verification = await hasher.verify(password, stored);
    if (user === null || !verification.isRight) return { user, isRight: false };
    if (verification.isOutdated)
      await replacePasswordHash(database, user.userId, { from: stored!, to: await hasher.hash(password) });
    return { user, isRight: true };
  }

  async function waitOf(name: string, address: string): Promise<number> {
    const waitMs = Math.max(byAddress.waitFor(address), byName.waitFor(name));
    if (waitMs > 0) return waitMs;
    // Failures that another server, or this one before a restart, has seen.
    const user = await readSignIn(database, name);
    if (user === null || user.lastFailedSignInAt === null) return 0;
    return waitAfter({ count: user.failedSignIns, lastAt: user.lastFailedSignInAt }, now(), BY_NAME);
  }

  return {
    name: 'local',
    takesPasswords: true,
    pages: null,
    async signIn({ credentials, address }) {
      if (credentials.kind !== 'password' || credentials.password.length > LONGEST_PASSWORD * 4) return REFUSED;
      const name = credentials.username.toLowerCase();
      const waitMs = await waitOf(name, address);
      if (waitMs > 0) return { kind: 'throttled', retryAfterMs: waitMs };
      // Counted before it is known, so that many tries at once do not all come through.
      byAddress.fail(address);
      byName.fail(name);
      const { user, isRight } = await check(credentials.username, credentials.password);
      if (user === null || !isRight) {
        if (user !== null) await recordFailedSignIn(database, user.userId);
        return REFUSED;
      }
      byAddress.forgive(address);
      byName.forget(name);
      await recordSignIn(database, user.userId);
      const { userId, username, tokenGeneration } = user;
      return { kind: 'signed_in', userId, username, tokenGeneration };
    },
  };
}
