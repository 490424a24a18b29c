import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BundleManifest,
  type BundleVersionId,
  canonicalJson,
  type Json,
  type WorkerQuestion,
} from '@tradewind/model';
import { beforeEach, describe, expect, test } from 'vitest';
import { FetchedBundles } from './fetched-bundles.ts';

let home: string;
let asked: WorkerQuestion[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tradewind-fetched-'));
  asked = [];
  return () => rmSync(home, { recursive: true, force: true });
});

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What the scheduler's side has, and the version that it is. Parts have three bytes. */
function offer(files: Readonly<Record<string, string>>, served = files) {
  const manifest: Record<string, BundleManifest[string]> = {};
  for (const [path, content] of Object.entries(files)) {
    manifest[path] = { sha256: sha256(content), size: content.length, ...(path.endsWith('.sh') ? EXECUTABLE : {}) };
  }
  const version = sha256(canonicalJson(manifest as unknown as Json)) as BundleVersionId;
  const bundles = new FetchedBundles({
    home,
    ask: async (question) => {
      asked.push(question);
      if (question.kind === 'bundle_manifest') return manifest as unknown as Json;
      if (question.kind !== 'bundle_part') return null;
      const content = served[question.path] ?? '';
      return Buffer.from(content.slice(question.offset, question.offset + 3)).toString('base64');
    },
    complete: async (folder) => mkdirSync(join(folder, 'node_modules')),
    onEvent: () => {},
  });
  return { bundles, version };
}

const EXECUTABLE = { executable: true } as const;

test('a version that is there is not asked for', async () => {
  const { bundles, version } = offer({ 'a.ts': 'one' });
  mkdirSync(join(home, 'bundles', version), { recursive: true });
  expect(await bundles.bundleDirectory(version)).toBe(join(home, 'bundles', version));
  expect(asked).toEqual([]);
});

test('a version that is missing is fetched in parts, read-only and complete', async () => {
  const { bundles, version } = offer({ 'a.ts': 'export const a = 1;', 'deep/er/run.sh': 'exit', 'empty.txt': '' });
  const folder = await bundles.bundleDirectory(version);
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('export const a = 1;');
  expect(readFileSync(join(folder, 'empty.txt'), 'utf8')).toBe('');
  expect(['a.ts', 'deep/er/run.sh'].map((path) => statSync(join(folder, path)).mode & 0o777)).toEqual([0o444, 0o555]);
  expect(existsSync(join(folder, 'node_modules'))).toBe(true);
  expect(readdirSync(join(home, 'bundles'))).toEqual([version]);
});

test('two that fetch the same version end with one folder', async () => {
  const { bundles, version } = offer({ 'a.ts': 'one' });
  const folders = await Promise.all([bundles.bundleDirectory(version), bundles.bundleDirectory(version)]);
  expect(folders[0]).toBe(folders[1]);
  expect(readdirSync(join(home, 'bundles'))).toEqual([version]);
});

describe('nothing is taken over', () => {
  test.each([
    ['of other bytes', { 'a.ts': 'two' }],
    ['that end too early', { 'a.ts': 'o' }],
  ])('%s than the manifest says', async (_what, served) => {
    const { bundles, version } = offer({ 'a.ts': 'one' }, served);
    await expect(bundles.bundleDirectory(version)).rejects.toMatchObject({ code: 'BUNDLE_CORRUPT' });
    expect(readdirSync(join(home, 'bundles'))).toEqual([]);
  });

  test('under a name that the manifest does not give', async () => {
    const { bundles } = offer({ 'a.ts': 'one' });
    await expect(bundles.bundleDirectory(sha256('another') as BundleVersionId)).rejects.toMatchObject({
      code: 'BUNDLE_CORRUPT',
    });
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
