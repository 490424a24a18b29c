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

  const waitHere = (name: string, address: string): number =>
    Math.max(byAddress.waitFor(address), byName.waitFor(name));

  /** Because of failures that another server, or this one before a restart, has seen. */
  async function waitElsewhere(name: string): Promise<number> {
    const user = await readSignIn(database, name);
    if (user === null || user.lastFailedSignInAt === null) return 0;
    return waitAfter({ count: user.failedSignIns, lastAt: user.lastFailedSignInAt }, now(), BY_NAME);
  }

  /** How long to wait before a try; with 0 it is counted as a failure before it is known, until `takeBack`. */
  async function begin(name: string, address: string): Promise<number> {
    // Once more after the database has answered: many that were asked together must not all find what was there before.
    const waitMs = waitHere(name, address) || (await waitElsewhere(name)) || waitHere(name, address);
    if (waitMs > 0) return waitMs;
    byAddress.fail(address);
    byName.fail(name);
    return 0;
  }

  function takeBack(name: string, address: string): void {
    byAddress.forgive(address);
    byName.forgive(name);
  }

  return {
    name: 'local',
    takesPasswords: true,
    pages: null,
    async signIn({ credentials, address }) {
      if (credentials.kind !== 'password' || credentials.password.length > LONGEST_PASSWORD * 4) return REFUSED;
      const name = credentials.username.toLowerCase();
      const waitMs = await begin(name, address);
      if (waitMs > 0) return { kind: 'throttled', retryAfterMs: waitMs };
      const { user, isRight } = await check(credentials.username, credentials.password).catch((error: unknown) => {
        takeBack(name, address);
        throw error;
      });
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
