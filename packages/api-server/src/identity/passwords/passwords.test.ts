import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeWith } from '../../http/change.ts';
import { anonymous } from '../caller.ts';
import { createUser } from '../operations/user-operations.ts';
import { localAuthManager } from '../sign-in/local-auth-manager.ts';
import { generatePassword } from './generate-password.ts';
import { DEFAULT_COST, passwordHasher } from './password-hash.ts';
import { faultOfPassword } from './password-rules.ts';

const cheap = passwordHasher({ logN: 4, r: 1, p: 1 });

describe('hashes', () => {
  test('name their cost and have a salt of their own', async () => {
    const [one, other] = [await cheap.hash('correct horse'), await cheap.hash('correct horse')];
    expect(one).toMatch(/^\$scrypt\$ln=4,r=1,p=1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
  });

  test('are right for their password alone', async () => {
    const stored = await cheap.hash('correct horse');
    expect(await cheap.verify('correct horse', stored)).toEqual({ isRight: true, isOutdated: false });
    expect(await cheap.verify('battery staple', stored)).toEqual({ isRight: false });
    expect(await cheap.verify('correct horse', null)).toEqual({ isRight: false });
    expect(await cheap.verify('correct horse', 'plain text')).toEqual({ isRight: false });
  });

  test('do not mind how a letter is composed', async () => {
    const stored = await cheap.hash('Zürich caf\u00e9');
    expect(await cheap.verify('Zürich cafe\u0301', stored)).toMatchObject({ isRight: true });
  });

  test('by default cost what OWASP advises', () => {
    expect(DEFAULT_COST).toEqual({ logN: 15, r: 8, p: 3 });
  });

  test('are computed two at a time, and a crowd is sent away', async () => {
    const stored = await cheap.hash('correct horse');
    const tries = await Promise.allSettled(Array.from({ length: 100 }, () => cheap.verify('wrong', stored)));
    const refused = tries.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(100 - 66);
    expect((refused[0] as PromiseRejectedResult).reason).toMatchObject({ code: 'SIGN_IN_BUSY', status: 429 });
    expect(await cheap.verify('correct horse', stored)).toMatchObject({ isRight: true });
  });
});

describe('rules', () => {
  const ada = { username: 'ada.lovelace', email: 'ada@example.org' };

  test.each([
    ['short', /at least 10 characters, got: 5/],
    ['a'.repeat(20), /four different/],
    ['password123', /everybody tries first/],
    ['Ada.Lovelace', /other than the name/],
    ['x'.repeat(5000), /at most 256/],
  ])('%s is refused', (password, fault) => {
    expect(faultOfPassword(password, ada)).toMatch(fault);
  });

  test.each(['correct horse', 'パスワードではない言葉です', '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵'])('%s is taken', (password) => {
    expect(faultOfPassword(password, ada)).toBeNull();
  });

  test('one that was made keeps them, and is never the same', () => {
    const made = Array.from({ length: 100 }, generatePassword);
    expect(made.every((password) => faultOfPassword(password, ada) === null)).toBe(true);
    expect(new Set(made).size).toBe(100);
  });
});

describe('with the database', () => {
  let test0: TestDatabase;
  beforeAll(async () => {
    test0 = await createTestDatabase();
  });
  afterAll(() => test0.drop());

  test('a hash of another cost is replaced when the password is shown', async () => {
    const { database } = test0;
    const origin = { caller: anonymous, address: null, userAgent: null, requestId: 'r' };
    const change = changeWith({ database, now: Date.now, origin, isDryRun: false });
    const credentials = { kind: 'password', username: 'ada', password: 'correct horse' } as const;
    await change((changing) => createUser(changing, { ...credentials, kind: 'person', roles: [] }, cheap));
    const dearer = passwordHasher({ logN: 5, r: 1, p: 1 });
    const manager = localAuthManager({ database, hasher: dearer, now: Date.now });
    expect(await manager.signIn({ credentials, address: '::1' })).toMatchObject({ kind: 'signed_in' });
    const read = { name: '', text: 'select password_hash as hash from user_account' };
    expect((await database.query<{ hash: string }>(read))[0]!.hash).toContain('ln=5');
    expect(await manager.signIn({ credentials, address: '::1' })).toMatchObject({ kind: 'signed_in' });
  });

  test('failures that another server has seen count as well', async () => {
    let now = Date.now();
    const managerOf = (): ReturnType<typeof localAuthManager> =>
      localAuthManager({ database: test0.database, hasher: cheap, now: () => now });
    const wrong = { kind: 'password', username: 'ada', password: 'wrong' } as const;
    const right = { ...wrong, password: 'correct horse' } as const;
    for (let index = 0; index < 6; index += 1)
      await managerOf().signIn({ credentials: wrong, address: `10.0.0.${index}` });
    const outcome = await managerOf().signIn({ credentials: right, address: '10.0.1.1' });
    expect(outcome).toMatchObject({ kind: 'throttled' });
    now += 10 * 60_000;
    expect(await managerOf().signIn({ credentials: right, address: '10.0.1.1' })).toMatchObject({ kind: 'signed_in' });
  });
});
