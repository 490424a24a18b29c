import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BundleVersionId } from '@tradewind/model';
import { beforeEach, expect, test } from 'vitest';
import { BundleShelf } from './bundle-shelf.ts';

const VERSION = 'a'.repeat(64) as BundleVersionId;

let home: string;
let shelf: BundleShelf;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tradewind-shelf-'));
  const folder = join(home, 'bundles', VERSION);
  mkdirSync(join(folder, 'deep'), { recursive: true });
  writeFileSync(join(folder, 'a.ts'), 'abc');
  writeFileSync(join(folder, 'deep/run.sh'), 'x'.repeat(1024 * 1024 + 5));
  chmodSync(join(folder, 'deep/run.sh'), 0o555);
  symlinkSync('/usr', join(folder, 'node_modules'));
  writeFileSync(join(home, 'secret.key'), 'secret');
  shelf = new BundleShelf(home);
  return () => rmSync(home, { recursive: true, force: true });
});

test('the manifest has every file of the version, and no installed packages', async () => {
  const manifest = await shelf.manifest(VERSION);
  expect(manifest).toEqual({
    'a.ts': { sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', size: 3 },
    'deep/run.sh': { sha256: expect.any(String), size: 1024 * 1024 + 5, executable: true },
  });
  expect(await shelf.manifest(VERSION)).toBe(manifest);
});

test('a long file comes in parts', async () => {
  const parts = [await shelf.part(VERSION, 'deep/run.sh', 0), await shelf.part(VERSION, 'deep/run.sh', 1024 * 1024)];
  expect(parts.map((part) => Buffer.from(part, 'base64').length)).toEqual([1024 * 1024, 5]);
});

test.each([
  ['../secret.key', VERSION],
  ['deep/../../../secret.key', VERSION],
  ['node_modules/local', VERSION],
  ['missing.ts', VERSION],
  ['secret.key', '..' as BundleVersionId],
  ['a.ts', 'b'.repeat(64) as BundleVersionId],
])('nothing else is handed out: %s', async (path, version) => {
  await expect(shelf.part(version, path, 0)).rejects.toMatchObject({ code: 'BUNDLE_VERSION_MISSING' });
});

test('a version that comes later is found', async () => {
  const later = 'c'.repeat(64) as BundleVersionId;
  await expect(shelf.manifest(later)).rejects.toMatchObject({ code: 'BUNDLE_VERSION_MISSING' });
  mkdirSync(join(home, 'bundles', later));
  expect(await shelf.manifest(later)).toEqual({});
});
