import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../config/load-config.ts';
import { createLogger } from '../logging/logger.ts';
import { type RunningApi, startApi } from './start-api.ts';

let people: TestDatabase;
let home: string;

beforeAll(async () => {
  people = await createTestDatabase();
  home = mkdtempSync(join(tmpdir(), 'tradewind-api-'));
});
afterAll(async () => {
  await people.drop();
  rmSync(home, { recursive: true });
});

interface Started {
  readonly api: RunningApi;
  readonly printed: string;
}

async function start(api: Readonly<Record<string, string>> = {}): Promise<Started> {
  const environment = Object.fromEntries(
    Object.entries({ PORT: '0', ...api }).map(([name, value]) => [`TRADEWIND__API__${name}`, value]),
  );
  const loaded = await loadConfig({ folder: home, environment: { ...environment, TRADEWIND__CORE__HOME: home } });
  const said: string[] = [];
  const sink = { write: (text: string) => said.push(text) };
  const logger = createLogger(loaded.config.logging, sink as never);
  const running = await startApi({ loaded, database: people.database, logger, sink: sink as never });
  return { api: running, printed: said.join('') };
}

async function signIn(url: string, username: string, password: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}/auth/token`, { method: 'POST', headers, body: JSON.stringify({ username, password }) });
}

test('the first start makes a user, whose password is shown once and works', async () => {
  const first = await start();
  const [, password] = /password {2}(\S+)/.exec(first.printed)!;
  const { status } = await signIn(first.api.url, 'admin', password!);
  expect(status).toBe(201);
  expect(readFileSync(join(home, 'api.url'), 'utf8')).toBe(`${first.api.url}\n`);
  await first.api.close();
  expect(existsSync(join(home, 'api.url'))).toBe(false);
  const second = await start();
  expect(second.printed).not.toMatch(/password/);
  expect((await fetch(`${second.api.url}/api/v2/pools`)).status).toBe(401);
  expect((await signIn(second.api.url, 'admin', password!)).status).toBe(201);
  await second.api.close();
});

test('without sign-in it listens to this machine alone', async () => {
  const { api } = await start({ LOGIN_REQUIRED: 'false' });
  expect((await fetch(`${api.url}/api/v2/pools`)).status).toBe(200);
  await api.close();
  for (const HOST of ['0.0.0.0', '::', '192.0.2.1']) {
    await expect(start({ LOGIN_REQUIRED: 'false', HOST })).rejects.toMatchObject({ code: 'API_OPEN_TO_ALL' });
  }
});

test('a certificate without a key, or one that is none, is refused', async () => {
  const cert = join(home, 'cert.pem');
  writeFileSync(cert, 'no certificate');
  await expect(start({ TLS_CERT: cert })).rejects.toThrow(/needs both, and api.tlsKey is not set/);
  await expect(start({ TLS_CERT: cert, TLS_KEY: join(home, 'none') })).rejects.toThrow(
    /none cannot be read \(ENOENT\)/,
  );
  await expect(start({ TLS_CERT: cert, TLS_KEY: cert })).rejects.toMatchObject({ code: 'API_TLS_INVALID' });
});

test.each([
  ['JWT_SECRET', 'short', /at least 32 characters/],
  ['CORS_ORIGINS', 'tools.example.org', /origins such as/],
  ['CORS_ORIGINS', 'https://a.example/path', /origins such as/],
  ['TRUST_PROXY', 'everybody', /addresses or networks/],
])('%s cannot be %s', async (name, value, fault) => {
  await expect(start({ [name]: value })).rejects.toThrow(fault);
});
