import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';
import { SignInBusyError } from '../identity/errors.ts';
import { createIdentity } from '../identity/identity.ts';
import type { AuthManager } from '../identity/sign-in/auth-manager.ts';

/** People sign in elsewhere; passwords are taken too, but not at the moment. */
const elsewhere: AuthManager = {
  name: 'elsewhere',
  takesPasswords: true,
  pages: {
    signIn: (next) => `https://login.example.org/?back=${encodeURIComponent(next)}`,
    signOut: () => 'https://login.example.org/out',
  },
  signIn: async () => {
    throw new SignInBusyError();
  },
};

let api: TestApi;
let people: TestDatabase;

beforeAll(async () => {
  people = await createTestDatabase();
  const identity = createIdentity({ database: people.database, secret: new Uint8Array(32), authManager: elsewhere });
  api = await createTestApi({ identity, authenticator: identity.authenticator });
});
afterAll(async () => {
  await api.close();
  await people.drop();
});

test('another auth manager sends browsers to pages of its own, and back to ours alone', async () => {
  const locationOf = async (url: string): Promise<unknown> => (await api.app.inject({ url })).headers.location;
  const page = 'https://login.example.org/?back=';
  expect(await locationOf('/api/v2/auth/login?next=/dags')).toBe(`${page}%2Fdags`);
  expect(await locationOf('/api/v2/auth/login?next=https://evil.example')).toBe(`${page}%2F`);
  expect(await locationOf('/api/v2/auth/logout')).toBe('https://login.example.org/out');
});

test('one that has too much to do says when to come back', async () => {
  const payload = { username: 'ada', password: 'correct horse' };
  const { statusCode, headers } = await api.app.inject({ method: 'POST', url: '/auth/token', payload });
  expect([statusCode, headers['retry-after']]).toEqual([429, '5']);
});
