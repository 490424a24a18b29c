import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSecretKey } from './secret-key.ts';

let home: string;

beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), 'tradewind-key-')), 'home');
});

afterEach(() => {
  rmSync(join(home, '..'), { recursive: true });
});

test('the key is made once, for its owner alone, and nothing else stays behind', async () => {
  const key = await loadSecretKey(home);
  expect(key).toHaveLength(32);
  expect(await loadSecretKey(home)).toEqual(key);
  expect(statSync(join(home, 'secret.key')).mode & 0o777).toBe(0o600);
  expect(readdirSync(home)).toEqual(['secret.key']);
});

test('processes that start at once get the same key', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadSecretKey(home)));
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
});

test('a file that holds no key is refused, and kept', async () => {
  await loadSecretKey(home);
  writeFileSync(join(home, 'secret.key'), 'c2hvcnQ=');
  await expect(loadSecretKey(home)).rejects.toThrow(/has 5 bytes instead of 32/);
});
