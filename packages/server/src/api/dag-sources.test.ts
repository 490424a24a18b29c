import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BundleVersionId } from '@tradewind/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dagSources } from './dag-sources.ts';

const bundleVersion = 'c0ffee' as BundleVersionId;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tradewind-sources-'));
  await mkdir(join(home, 'bundles', bundleVersion, 'finance'), { recursive: true });
  await writeFile(join(home, 'bundles', bundleVersion, 'finance', 'sales.ts'), '// sales\n');
  await writeFile(join(home, 'secret.key'), 'secret');
});

afterAll(() => rm(home, { recursive: true }));

test('a file is read from the snapshot of its version', async () => {
  const sources = dagSources({ home, bundles: { dags: '/srv/dags' } });
  expect(await sources.read({ bundleVersion, file: 'finance/sales.ts' })).toBe('// sales\n');
  expect(sources.folderOf('dags')).toBe('/srv/dags');
  expect(sources.folderOf('other')).toBeNull();
});

test('what is not kept, or lies outside, is not there', async () => {
  const sources = dagSources({ home, bundles: {} });
  expect(await sources.read({ bundleVersion, file: 'gone.ts' })).toBeNull();
  expect(await sources.read({ bundleVersion: 'older' as BundleVersionId, file: 'finance/sales.ts' })).toBeNull();
  expect(await sources.read({ bundleVersion, file: '../../secret.key' })).toBeNull();
});
