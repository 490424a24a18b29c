import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BundleManifest, type BundleVersionId, canonicalJson, type Json } from '@tradewind/model';
import { beforeEach, describe, expect, test } from 'vitest';
import { FetchedBundles, type FetchedBundlesOptions } from './fetched-bundles.ts';

let home: string;
let fetched: string[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tradewind-fetched-'));
  fetched = [];
  return () => rmSync(home, { recursive: true, force: true });
});

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');
const versions = (): string[] => readdirSync(join(home, 'bundles')).filter((name) => !name.startsWith('.'));

/** What the server has, and the version that it is. Pieces have three bytes. */
function offer(
  files: Readonly<Record<string, string>>,
  options: Partial<FetchedBundlesOptions> & { readonly served?: Readonly<Record<string, string>> } = {},
) {
  const { served = files, ...rest } = options;
  const manifest: Record<string, BundleManifest[string]> = {};
  for (const [path, content] of Object.entries(files)) {
    const isScript = path.endsWith('.sh');
    manifest[path] = { sha256: sha256(content), size: content.length, ...(isScript ? { executable: true } : {}) };
  }
  const version = sha256(canonicalJson(manifest as unknown as Json)) as BundleVersionId;
  const bundles = new FetchedBundles({
    home,
    server: {
      manifest: async () => manifest,
      async *file(_version, hash, offset) {
        const [path = ''] = Object.entries(manifest).find(([, file]) => file.sha256 === hash) ?? [];
        fetched.push(path);
        const content = (served[path] ?? '').slice(offset, offset + 3);
        if (content !== '') yield Buffer.from(content);
      },
    },
    complete: async (folder) => mkdirSync(join(folder, 'node_modules')),
    inUse: () => new Set(),
    onRemove: () => {},
    onEvent: () => {},
    ...rest,
  });
  return { bundles, version };
}

test('a version that is there is not asked for', async () => {
  const { bundles, version } = offer({ 'a.ts': 'one' });
  mkdirSync(join(home, 'bundles', version), { recursive: true });
  expect(await bundles.bundleDirectory(version)).toBe(join(home, 'bundles', version));
  expect(fetched).toEqual([]);
});

test('a version that is missing is fetched in parts, read-only and complete', async () => {
  const { bundles, version } = offer({ 'a.ts': 'export const a = 1;', 'deep/er/run.sh': 'exit', 'empty.txt': '' });
  const folder = await bundles.bundleDirectory(version);
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('export const a = 1;');
  expect(readFileSync(join(folder, 'empty.txt'), 'utf8')).toBe('');
  expect(['a.ts', 'deep/er/run.sh'].map((path) => statSync(join(folder, path)).mode & 0o777)).toEqual([0o444, 0o555]);
  expect(existsSync(join(folder, 'node_modules'))).toBe(true);
  expect(versions()).toEqual([version]);
});

test('what two versions have in common is fetched once', async () => {
  const one = offer({ 'a.ts': 'one', 'b.ts': 'two' });
  await one.bundles.bundleDirectory(one.version);
  fetched = [];
  const other = offer({ 'a.ts': 'one', 'b.ts': 'new' });
  const folder = await other.bundles.bundleDirectory(other.version);
  expect([fetched, readFileSync(join(folder, 'a.ts'), 'utf8')]).toEqual([['b.ts'], 'one']);
});

test('two that fetch the same version end with one folder', async () => {
  const { bundles, version } = offer({ 'a.ts': 'one' });
  const folders = await Promise.all([bundles.bundleDirectory(version), bundles.bundleDirectory(version)]);
  expect(folders[0]).toBe(folders[1]);
  expect(versions()).toEqual([version]);
});

test('the versions that were not needed for the longest time go, with their files, but none that is in use', async () => {
  const removed: string[] = [];
  const offers = ['one', 'two', 'six'].map((text) =>
    offer(
      { 'a.ts': text },
      { keptVersions: 1, inUse: () => new Set([used]), onRemove: (version) => removed.push(version) },
    ),
  );
  const [first, second, third] = offers.map(({ version }) => version) as [
    BundleVersionId,
    BundleVersionId,
    BundleVersionId,
  ];
  const used = first;
  for (const [index, { bundles, version }] of offers.entries()) {
    await bundles.bundleDirectory(version);
    utimesSync(join(home, 'bundles', version), index, index);
  }
  expect(removed).toEqual([second]);
  expect(versions().toSorted()).toEqual([first, third].toSorted());
  expect(readdirSync(join(home, 'bundles/.files')).toSorted()).toEqual([sha256('one'), sha256('six')].toSorted());
});

describe('nothing is taken over', () => {
  test.each([
    ['of other bytes', { 'a.ts': 'two' }],
    ['that end too early', { 'a.ts': 'o' }],
    ['that go on', { 'a.ts': 'one and more' }],
  ])('%s than the manifest says', async (what, served) => {
    const { bundles, version } = offer({ 'a.ts': what === 'that go on' ? 'on' : 'one' }, { served });
    await expect(bundles.bundleDirectory(version)).rejects.toMatchObject({ code: 'BUNDLE_CORRUPT' });
    expect(versions()).toEqual([]);
  });

  test('under a name that the manifest does not give', async () => {
    const { bundles } = offer({ 'a.ts': 'one' });
    const other = sha256('another') as BundleVersionId;
    await expect(bundles.bundleDirectory(other)).rejects.toMatchObject({ code: 'BUNDLE_CORRUPT' });
  });

  test.each(['../a.ts', 'a/../../b.ts', '/etc/a.ts', 'a\\..\\b.ts', './a.ts'])(
    'outside of the folder: %s',
    async (path) => {
      const { bundles, version } = offer({ [path]: 'one' });
      await expect(bundles.bundleDirectory(version)).rejects.toMatchObject({ code: 'BUNDLE_CORRUPT' });
      expect(existsSync(join(home, 'bundles'))).toBe(false);
    },
  );
});
