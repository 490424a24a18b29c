import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@tradewind/server/config';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { saveToken } from './credentials-file.ts';
import { type NamedServer, openNamedServer } from './named-server.ts';

const SERVER = 'https://tradewind.example';
const OTHER = 'https://other.example';

let settings: string;

beforeEach(async () => {
  settings = await mkdtemp(join(tmpdir(), 'tradewind-settings-'));
  vi.stubEnv('XDG_CONFIG_HOME', settings);
});

afterEach(() => rm(settings, { recursive: true }));

async function named(
  url: string | undefined,
  cli: { readonly url?: string; readonly token?: string } = {},
): Promise<NamedServer> {
  const environment = {
    ...(cli.url === undefined ? {} : { TRADEWIND__CLI__URL: cli.url }),
    ...(cli.token === undefined ? {} : { TRADEWIND__CLI__TOKEN: cli.token }),
  };
  const loaded = await loadConfig({ folder: settings, environment });
  return openNamedServer({ loaded, url, signal: new AbortController().signal });
}

const keep = (address: string, token: string): Promise<void> =>
  saveToken(join(settings, 'tradewind', 'credentials.json'), address, { token, username: 'kim', expiresAt: null });

describe('the server', () => {
  test('is the one of the command line, or else that of the configuration', async () => {
    expect((await named(undefined, { url: `${SERVER}/` })).access.url).toBe(SERVER);
    expect((await named(OTHER, { url: SERVER })).access.url).toBe(OTHER);
  });

  test('has to have an address', async () => {
    await expect(named(undefined, { url: 'https://a:99999' })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(named(undefined, { url: 'https://kim:hunter2@a' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

describe('the token', () => {
  test('is the one that was kept for this address', async () => {
    await keep(SERVER, 'twp_kept');
    const { access } = await named(SERVER);
    expect(access.file).toBe(join(settings, 'tradewind', 'credentials.json'));
    expect([await access.readToken(), await access.tokenSource()]).toEqual(['twp_kept', 'file']);
    expect(await (await named(OTHER)).access.readToken()).toBeNull();
  });

  test('of the environment goes before it', async () => {
    await keep(SERVER, 'twp_kept');
    const { access } = await named(SERVER, { token: 'twp_given' });
    expect([await access.readToken(), await access.tokenSource()]).toEqual(['twp_given', 'environment']);
  });

  test('that is configured for one server is not shown to another', async () => {
    expect(await (await named(undefined, { url: SERVER, token: 'twp_given' })).access.readToken()).toBe('twp_given');
    expect(await (await named(`${SERVER}`, { url: `${SERVER}/`, token: 'twp_given' })).access.readToken()).toBe(
      'twp_given',
    );
    expect(await (await named(OTHER, { url: SERVER, token: 'twp_given' })).access.readToken()).toBeNull();
  });
});
