import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';

let folder: string;
let api: TestApi;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tradewind-pages-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Tradewind</title>');
  await writeFile(join(folder, 'assets', 'app-abc.js'), 'plain');
  await writeFile(join(folder, 'assets', 'app-abc.js.br'), 'compressed');
  api = await createTestApi({ pagesFolder: folder });
});

afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

test.each(['/', '/dags', '/dags/sales/runs/manual__2026-01-01T00:00:00+00:00'])('%s is the app', async (url) => {
  const { statusCode, headers, payload } = await api.app.inject({ url });
  expect([statusCode, headers['cache-control'], payload]).toEqual([
    200,
    'no-cache',
    expect.stringContaining('Tradewind'),
  ]);
  expect(headers['content-security-policy']).toContain("default-src 'self'");
});

test('an asset is sent as it was compressed, and kept for ever', async () => {
  const { headers, payload } = await api.app.inject({
    url: '/assets/app-abc.js',
    headers: { 'accept-encoding': 'br' },
  });
  expect([headers['content-encoding'], payload]).toEqual(['br', 'compressed']);
  expect(headers['cache-control']).toContain('immutable');
});

test.each(['/api/v2/nothing', '/assets/gone.js', '/auth/nothing', '/../package.json', '/%2e%2e/secret'])(
  '%s is no page and no file',
  async (url) => {
    const { statusCode, payload } = await api.app.inject({ url });
    if (statusCode === 200) expect(payload).toContain('<title>Tradewind</title>');
    else expect(statusCode).toBeGreaterThanOrEqual(400);
  },
);

test('what changes something is never a page', async () => {
  expect((await api.app.inject({ method: 'POST', url: '/dags' })).statusCode).toBe(404);
});
