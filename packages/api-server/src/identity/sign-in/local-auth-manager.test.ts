import type { UserId } from '@tradewind/model';
import { insertUser, updateUser } from '@tradewind/store';
import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AuthManagerUnderTest, testAuthManager } from '../../fixtures/test-auth-manager.ts';
import { SignInBusyError } from '../errors.ts';
import { newId } from '../new-id.ts';
import { type PasswordHasher, passwordHasher } from '../passwords/password-hash.ts';
import { localAuthManager } from './local-auth-manager.ts';
import { BY_ADDRESS, BY_NAME } from './throttle.ts';

testAuthManager('local', async (): Promise<AuthManagerUnderTest> => {
  const { database, drop } = await createTestDatabase();
  const hasher = passwordHasher({ logN: 4, r: 1, p: 1 });
  const userId = newId() as UserId;
  const names = { username: 'ada', email: null, firstName: '', lastName: '' };
  const passwordHash = await hasher.hash('correct horse');
  await insertUser(database, { userId, kind: 'person', ...names, passwordHash, isActive: true });
  return {
    manager: localAuthManager({ database, hasher, now: Date.now }),
    username: 'ada',
    good: { kind: 'password', username: 'ADA', password: 'correct horse' },
    bad: { kind: 'password', username: 'ada', password: 'battery staple' },
    unknown: { kind: 'password', username: 'nobody', password: 'correct horse' },
    deactivate: async () => void (await updateUser(database, userId, { ...names, isActive: false })),
    close: drop,
  };
});

describe('tries that come at once', () => {
  const hasher = passwordHasher({ logN: 4, r: 1, p: 1 });
  const now = (): number => 1_000_000;
  let it: TestDatabase;

  beforeAll(async () => {
    it = await createTestDatabase();
    const names = { email: null, firstName: '', lastName: '', passwordHash: await hasher.hash('correct horse') };
    for (const username of ['ada', 'grace'])
      await insertUser(it.database, { userId: newId() as UserId, kind: 'person', username, ...names, isActive: true });
  });
  afterAll(() => it.drop());

  async function kindsOf(hasherOf: PasswordHasher, tries: readonly { name: string; address: string }[]) {
    const manager = localAuthManager({ database: it.database, hasher: hasherOf, now });
    const outcomes = tries.map(({ name: username, address }) =>
      manager.signIn({ credentials: { kind: 'password', username, password: 'guess' }, address }),
    );
    return (await Promise.all(outcomes)).map(({ kind }) => kind);
  }

  /** Counts what is checked. */
  function counting(): PasswordHasher & { checked: number } {
    const counter = {
      ...hasher,
      checked: 0,
      verify: (...given: Parameters<PasswordHasher['verify']>) => {
        counter.checked += 1;
        return hasher.verify(...given);
      },
    };
    return counter;
  }

  test.each(['ada', 'nobody'])('of %s are checked as long as they are free, and no more', async (name) => {
    const counter = counting();
    const tries = Array.from({ length: 50 }, (_, at) => ({ name, address: `10.0.0.${at}` }));
    const kinds = await kindsOf(counter, tries);
    expect(kinds.filter((kind) => kind === 'throttled')).toHaveLength(50 - BY_NAME.free);
    expect(counter.checked).toBe(BY_NAME.free);
  });

  test('of many names from one address are checked as long as they are free, and no more', async () => {
    const counter = counting();
    await kindsOf(
      counter,
      Array.from({ length: 50 }, (_, at) => ({ name: `nobody_${at}`, address: '10.0.0.1' })),
    );
    expect(counter.checked).toBe(BY_ADDRESS.free);
  });

  test('that cannot be checked count for nothing', async () => {
    let isBusy = true;
    const sometimes: PasswordHasher = {
      ...hasher,
      verify: async (...given) => {
        if (isBusy) throw new SignInBusyError();
        return hasher.verify(...given);
      },
    };
    const manager = localAuthManager({ database: it.database, hasher: sometimes, now });
    const signIn = () =>
      manager.signIn({
        credentials: { kind: 'password', username: 'grace', password: 'correct horse' },
        address: '10.0.0.1',
      });
    for (let count = 0; count < 2 * BY_ADDRESS.free; count += 1)
      await expect(signIn()).rejects.toBeInstanceOf(SignInBusyError);
    isBusy = false;
    expect(await signIn()).toMatchObject({ kind: 'signed_in', username: 'grace' });
  });
});
