import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { BundleShelf } from './bundle-shelf.ts';

const VERSION = 'a'.repeat(64);
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

let folder: string;
let shelf: BundleShelf;

beforeEach(() => {
  const home = mkdtempSync(join(tmpdir(), 'tradewind-shelf-'));
  folder = join(home, 'bundles');
  const version = join(folder, VERSION);
  mkdirSync(join(version, 'deep'), { recursive: true });
  writeFileSync(join(version, 'a.ts'), 'abc');
  writeFileSync(join(version, 'deep/run.sh'), 'exit');
  chmodSync(join(version, 'deep/run.sh'), 0o555);
  symlinkSync('/usr', join(version, 'node_modules'));
  writeFileSync(join(home, 'secret.key'), 'secret');
  shelf = new BundleShelf(folder);
  return () => rmSync(home, { recursive: true, force: true });
});

test('the manifest has every file of the version, and no installed packages', async () => {
  const manifest = await shelf.manifest(VERSION);
  expect(manifest).toEqual({
    'a.ts': { sha256: hashOf('abc'), size: 3 },
    'deep/run.sh': { sha256: hashOf('exit'), size: 4, executable: true },
  });
  expect(await shelf.manifest(VERSION)).toBe(manifest);
});

test('a file is found by its hash', async () => {
  expect(await shelf.file(VERSION, hashOf('abc'))).toEqual({ path: join(folder, VERSION, 'a.ts'), size: 3 });
});

test.each([
  [hashOf('secret'), VERSION],
  [hashOf('abc'), '..'],
  ['../secret.key', VERSION],
  [hashOf('abc'), 'b'.repeat(64)],
])('nothing else is handed out: %s', async (hash, version) => {
  await expect(shelf.file(version, hash)).rejects.toMatchObject({ code: 'BUNDLE_VERSION_MISSING' });
});

test('a version that comes later is found', async () => {
  const later = 'c'.repeat(64);
  await expect(shelf.manifest(later)).rejects.toMatchObject({ code: 'BUNDLE_VERSION_MISSING' });
  mkdirSync(join(folder, later));
  expect(await shelf.manifest(later)).toEqual({});
});
