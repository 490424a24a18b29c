import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';
import { createIdentity } from './identity.ts';

let api: TestApi;
let app: FastifyInstance;
let people: TestDatabase;

beforeAll(async () => {
  people = await createTestDatabase();
  const identity = createIdentity({ database: people.database, secret: new Uint8Array(32), isLoginRequired: false });
  api = await createTestApi({ identity, authenticator: identity.authenticator });
  app = api.app;
});
afterAll(async () => {
  await api.close();
  await people.drop();
});

const POOL = { method: 'POST', url: '/api/v2/pools', payload: { name: 'p', slots: 1 } } as const;

test('where nobody needs to sign in, everybody may do everything', async () => {
  const me = await app.inject({ url: '/auth/me', headers: { host: 'localhost:8080' } });
  expect(me.json()).toMatchObject({ kind: 'anonymous', roles: ['Admin'], login_required: false });
  const created = await app.inject({ ...POOL, headers: { host: '127.0.0.1:8080' } });
  expect(created.statusCode).toBe(201);
});

test('… but no other site', async () => {
  const host = 'localhost:8080';
  for (const from of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
    expect((await app.inject({ ...POOL, headers: { host, ...from } })).statusCode).toBe(403);
  }
});

test('… and no site that made its name point here', async () => {
  for (const host of ['evil.example', 'evil.example:8080', 'localhost.evil.example', '127.0.0.1.evil.example']) {
    expect((await app.inject({ url: '/auth/me', headers: { host } })).statusCode).toBe(403);
  }
});

test('things of one’s own need somebody', async () => {
  const headers = { host: '[::1]:8080' };
  const answer = await app.inject({ method: 'POST', url: '/auth/tokens', headers, payload: { name: 't' } });
  expect(answer.statusCode).toBe(409);
  expect(answer.body).toContain('api.loginRequired is false');
});
