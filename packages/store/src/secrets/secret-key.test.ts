import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSecretKeys, parseSecretKeys } from './secret-key.ts';

let home: string;

beforeEach(() => {
  home = join(mkdtempSync(join(tmpdir(), 'tradewind-key-')), 'home');
});

afterEach(() => {
  rmSync(join(home, '..'), { recursive: true });
});

test('the key is made once, for its owner alone, and nothing else stays behind', async () => {
  const [key, ...older] = await loadSecretKeys(home);
  expect(key).toHaveLength(32);
  expect(older).toEqual([]);
  expect(await loadSecretKeys(home)).toEqual([key]);
  expect(statSync(join(home, 'secret.key')).mode & 0o777).toBe(0o600);
  expect(readdirSync(home)).toEqual(['secret.key']);
});

test('processes that start at once get the same key', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadSecretKeys(home)));
  expect(new Set(keys.map(([key]) => Buffer.from(key).toString('hex'))).size).toBe(1);
});

test('a file that holds no key is refused, and kept', async () => {
  await loadSecretKeys(home);
  writeFileSync(join(home, 'secret.key'), 'c2hvcnQ=');
  await expect(loadSecretKeys(home)).rejects.toThrow(/has 5 bytes instead of 32/);
});

test('the file may hold several keys, the newest first', async () => {
  const [old] = await loadSecretKeys(home);
  const fresh = Buffer.alloc(32, 1);
  const texts = [fresh, old].map((key) => Buffer.from(key).toString('base64'));
  writeFileSync(join(home, 'secret.key'), `${texts.join('\n')}\n`);
  expect((await loadSecretKeys(home)).map((key) => Buffer.from(key).toString('base64'))).toEqual(texts);
  expect(parseSecretKeys(texts.join(' , '), 'core.secretKey')).toHaveLength(2);
  expect(() => parseSecretKeys(`${texts[0]},`, 'core.secretKey')).toThrow(/core.secretKey has 0 bytes/);
});
