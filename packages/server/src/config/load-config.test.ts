import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigInvalidError } from './errors.ts';
import { loadConfig } from './load-config.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradewind-config-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function faultsOf(environment: Record<string, string>, content?: string): Promise<readonly string[]> {
  if (content !== undefined) writeFileSync(join(folder, 'tradewind.config.mjs'), content);
  try {
    await loadConfig({ folder, environment });
  } catch (error) {
    if (error instanceof ConfigInvalidError) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

test('without file and variables everything has its default', async () => {
  const { config, file, origins } = await loadConfig({ folder, environment: {} });
  expect(file).toBeNull();
  expect(config.core).toMatchObject({
    home: join(folder, '.tradewind'),
    dagsFolder: join(folder, 'dags'),
    parallelism: 32,
    dagsArePausedAtCreation: true,
    secretKey: null,
  });
  expect(config.logging.folder).toBe(join(folder, '.tradewind/logs'));
  expect(new Set([...origins.values()].map(({ kind }) => kind))).toEqual(new Set(['default']));
});

test('the file is found in a folder above, is TypeScript, and its relative paths count from its folder', async () => {
  writeFileSync(
    join(folder, 'tradewind.config.ts'),
    `interface Core { dagsFolder: string; home: string }
     const core: Core = { dagsFolder: 'pipelines', home: 'state' };
     export default { core, worker: { idleTimeout: '2m' } };`,
  );
  const below = join(folder, 'dags', 'deep');
  mkdirSync(below, { recursive: true });
  const { config, file } = await loadConfig({ folder: below, environment: {} });
  expect(file).toBe(join(folder, 'tradewind.config.ts'));
  expect(config.core.dagsFolder).toBe(join(folder, 'pipelines'));
  expect(config.logging.folder).toBe(join(folder, 'state', 'logs'));
  expect(config.worker.idleTimeoutMs).toBe(120_000);
});

test('a variable goes before the file, and each value knows where it comes from', async () => {
  writeFileSync(
    join(folder, 'tradewind.config.mjs'),
    'export default { core: { parallelism: 4, maxInfraRetries: 2 } }',
  );
  const { config, origins } = await loadConfig({ folder, environment: { TRADEWIND__CORE__PARALLELISM: '64' } });
  expect(config.core.parallelism).toBe(64);
  expect(config.core.maxInfraRetries).toBe(2);
  expect(origins.get('core.parallelism')).toEqual({ kind: 'environment', variable: 'TRADEWIND__CORE__PARALLELISM' });
  expect(origins.get('core.maxInfraRetries')).toMatchObject({ kind: 'file' });
});

test('DATABASE_URL names the database unless our own variable does', async () => {
  const other = { DATABASE_URL: 'postgres://a/b' };
  expect((await loadConfig({ folder, environment: other })).config.database.url).toBe('postgres://a/b');
  const ours = { ...other, TRADEWIND__DATABASE__URL: 'postgres://c/d' };
  expect((await loadConfig({ folder, environment: ours })).config.database.url).toBe('postgres://c/d');
});

test('a database URL of another kind is refused, without showing it', async () => {
  const [fault] = await faultsOf({ DATABASE_URL: 'mysql://me:hunter2@db/x' });
  expect(fault).toContain('database.url (environment variable DATABASE_URL): expected a URL such as postgres://');
  expect(fault).not.toContain('hunter2');
});

test('the configuration cannot be changed', async () => {
  const { config } = await loadConfig({ folder, environment: {} });
  expect(() => Object.assign(config.core, { parallelism: 1 })).toThrow(TypeError);
  expect(() => Object.assign(config, { core: {} })).toThrow(TypeError);
});

test('all faults are reported at once, each with its place and its remedy', async () => {
  const faults = await faultsOf(
    {
      TRADEWIND__CORE__PARALLELISM: 'many',
      TRADEWIND__CORE__DAG_FOLDER: 'x',
      TRADEWIND__LOGGING__LEVEL: 'loud',
    },
    `export default { core: { dagsFoldr: 'x' }, schedular: {}, worker: 3, scheduler: { leaseSec: 1 } }`,
  );
  const file = join(folder, 'tradewind.config.mjs');
  expect(faults).toEqual([
    '  CORE__DAG_FOLDER (environment variable TRADEWIND__CORE__DAG_FOLDER): there is no such option. Did you mean "TRADEWIND__CORE__DAGS_FOLDER"?',
    `  core.dagsFoldr (${file}): there is no such option. Did you mean "dagsFolder"?`,
    `  schedular (${file}): there is no such section. Did you mean "scheduler"?`,
    `  worker (${file}): expected an object. Write "worker: { … }".`,
    '  core.parallelism (environment variable TRADEWIND__CORE__PARALLELISM): expected a whole number of at least 0, got: "many". Correct it in tradewind.config.ts (core.parallelism) or in TRADEWIND__CORE__PARALLELISM, or leave it out to use the default, 32.',
    `  scheduler.leaseSec (${file}): expected a whole number of at least 2, got: 1. Correct it in tradewind.config.ts (scheduler.leaseSec) or in TRADEWIND__SCHEDULER__LEASE_SEC, or leave it out to use the default, 15.`,
    '  logging.level (environment variable TRADEWIND__LOGGING__LEVEL): expected one of debug, info, warn, error, got: "loud". Correct it in tradewind.config.ts (logging.level) or in TRADEWIND__LOGGING__LEVEL, or leave it out to use the default, "info".',
  ]);
});

test('a lease that is shorter than two heartbeats is refused', async () => {
  const [fault] = await faultsOf({ TRADEWIND__SCHEDULER__HEARTBEAT_SEC: '10' });
  expect(fault).toContain('expected at least twice scheduler.heartbeatSec (10), got: 15');
});

test('a file without default export is refused with the way to write it', async () => {
  const [fault] = await faultsOf({}, 'export const config = {};');
  expect(fault).toContain('Write "export default defineConfig({ … })"');
});

test('a file that throws names itself and its reason', async () => {
  writeFileSync(join(folder, 'tradewind.config.mjs'), 'throw new Error("no key on this machine")');
  await expect(loadConfig({ folder, environment: {} })).rejects.toMatchObject({
    code: 'CONFIG_UNLOADABLE',
    message: expect.stringContaining('no key on this machine'),
  });
});

test('the value of a secret never appears in a fault', async () => {
  const faults = await faultsOf({}, 'export default { core: { secretKey: 1234567 } }');
  expect(faults.join()).toContain('core.secretKey');
  expect(faults.join()).not.toContain('1234567');
});
