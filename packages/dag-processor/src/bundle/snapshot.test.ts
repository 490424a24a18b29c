import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Manifest, sha256, versionOf } from './manifest.ts';
import { type SnapshotSource, writeSnapshot } from './snapshot.ts';

let base: string;
let folder: string;
let home: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tradewind-snapshot-'));
  folder = join(base, 'dags');
  home = join(base, 'home');
  mkdirSync(folder);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function source(files: Readonly<Record<string, string>>, rest: Partial<SnapshotSource> = {}): SnapshotSource {
  const manifest: Record<string, Manifest[string]> = {};
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    manifest[path] = { sha256: sha256(text), size: text.length };
  }
  return { folder, manifest, inherited: new Map(), previous: null, tradewindPackage: null, ...rest };
}

test('a file that is no longer what was hashed stops the snapshot, and nothing of it stays', async () => {
  const one = source({ 'a.ts': 'one', 'b.ts': 'two' });
  writeFileSync(join(folder, 'b.ts'), 'TWO');
  await expect(writeSnapshot(home, one)).rejects.toMatchObject({ code: 'BUNDLE_CHANGED', file: 'b.ts' });
  expect(readdirSync(join(home, 'bundles'))).toEqual([]);
});

test('a snapshot that lost bytes is made again', async () => {
  const one = source({ 'a.ts': 'one', 'deep/b.ts': 'two' });
  const made = await writeSnapshot(home, one);
  chmodSync(join(made, 'deep/b.ts'), 0o644);
  truncateSync(join(made, 'deep/b.ts'), 0);
  expect(await writeSnapshot(home, one)).toBe(made);
  expect(readFileSync(join(made, 'deep/b.ts'), 'utf8')).toBe('two');
});

test('a snapshot that is there is not written again', async () => {
  const one = source({ 'a.ts': 'one' });
  const made = await writeSnapshot(home, one);
  rmSync(join(folder, 'a.ts'));
  expect(await writeSnapshot(home, one)).toBe(made);
});

test('the name depends on paths, bytes and executable bits alone', () => {
  const entry = { sha256: 'x', size: 1 };
  expect(versionOf({ a: entry, b: entry })).toBe(versionOf({ b: entry, a: entry }));
  const others: Manifest[] = [
    { a: entry },
    { a: { ...entry, executable: true } },
    { c: entry },
    { a: { ...entry, sha256: 'y' } },
  ];
  expect(new Set(others.map(versionOf)).size).toBe(others.length);
});

describe('installed packages', () => {
  function install(...names: string[]): void {
    for (const name of names) {
      mkdirSync(join(base, 'node_modules', name), { recursive: true });
      writeFileSync(join(base, 'node_modules', name, 'package.json'), '{}');
    }
  }

  test('are those of the nearest node_modules', async () => {
    install('tradewind', 'zod');
    const made = await writeSnapshot(home, source({ 'a.ts': '' }, { tradewindPackage: '/opt/tradewind' }));
    expect(readlinkSync(join(made, 'node_modules'))).toBe(join(base, 'node_modules'));
  });

  test('are joined by tradewind when it is not among them', async () => {
    install('zod', '@acme/names');
    const one = source({ 'a.ts': '' }, { tradewindPackage: '/opt/tradewind' });
    const made = await writeSnapshot(home, one);
    expect(readlinkSync(join(made, 'node_modules/tradewind'))).toBe('/opt/tradewind');
    expect(readlinkSync(join(made, 'node_modules/@acme/names'))).toBe(join(base, 'node_modules/@acme/names'));
    install('tradewind');
    await writeSnapshot(home, one);
    expect(readlinkSync(join(made, 'node_modules'))).toBe(join(base, 'node_modules'));
  });

  test('are none when there are none', async () => {
    const made = await writeSnapshot(home, source({ 'a.ts': '' }));
    expect(existsSync(join(made, 'node_modules'))).toBe(false);
  });
});
