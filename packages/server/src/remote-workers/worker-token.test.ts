import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { ensureWorkerToken, joinTokenOf, readWorkerToken } from './worker-token.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tradewind-token-'));
  return () => rmSync(home, { recursive: true, force: true });
});

test('a token is made once, for its user alone', async () => {
  const tokens = await Promise.all([ensureWorkerToken(home, 'one'), ensureWorkerToken(home, 'two')]);
  expect(new Set(tokens).size).toBe(1);
  expect(await readWorkerToken(home)).toBe(tokens[0]);
  expect(statSync(join(home, 'worker.token')).mode & 0o777).toBe(0o600);
});

test('a token that is there is kept', async () => {
  writeFileSync(join(home, 'worker.token'), ' mine \n');
  expect(await ensureWorkerToken(home, 'other')).toBe('mine');
});

test('without one the error names the file and the way out', async () => {
  await expect(readWorkerToken(home)).rejects.toMatchObject({
    code: 'WORKER_TOKEN_UNKNOWN',
    message: expect.stringMatching(/worker\.token.*TRADEWIND__WORKER__TOKEN/),
  });
});

test('API servers with one secret have one token, and it says nothing about the secret', () => {
  const secret = Buffer.alloc(32, 5);
  expect(joinTokenOf(secret)).toBe(joinTokenOf(Buffer.from(secret)));
  expect(joinTokenOf(secret)).not.toBe(joinTokenOf(Buffer.alloc(32, 6)));
  expect(joinTokenOf(secret)).not.toContain(secret.toString('base64url'));
});
