import { beforeEach, describe, expect, test } from 'vitest';
import { FakePlatform, sampleConnection } from '../../fakes/fake-platform.ts';
import { runTradewind } from '../../fakes/run-tradewind.ts';

let platform: FakePlatform;

beforeEach(() => {
  platform = new FakePlatform();
  platform.connectionList.push(sampleConnection('dwh'));
});

describe('secrets', () => {
  test.each([
    ['list'],
    ['list -o json'],
    ['list -o yaml'],
    ['list -o plain'],
    ['get dwh'],
    ['get dwh -o json'],
    ['export -'],
    ['export - --file-format yaml'],
  ])('connections %s prints none', async (line) => {
    const files = new Map<string, string>();
    const { out } = await runTradewind(['connections', ...line.split(' ')], { platform, files });
    const printed = out + (files.get('-') ?? '');
    expect(printed).toContain('dwh');
    expect(printed).not.toMatch(/hunter/);
  });

  test('are printed when they are asked for', async () => {
    const { out } = await runTradewind(['connections', 'get', 'dwh', '--show-secrets', '-o', 'json'], { platform });
    expect(JSON.parse(out)).toMatchObject({ password: 'hunter2', extra: '{"token":"hunter3"}' });
    const files = new Map<string, string>();
    await runTradewind(['connections', 'export', 'f', '--show-secrets', '--file-format', 'env'], { platform, files });
    expect(files.get('f')).toBe('dwh=postgres://:hunter2@db.example.org\n');
    await runTradewind(['connections', 'export', 'f', '--show-secrets'], { platform, files });
    expect(JSON.parse(files.get('f')!)).toMatchObject({ dwh: { conn_type: 'postgres', password: 'hunter2' } });
  });

  test('are not exported as URI by accident', async () => {
    const { code, err } = await runTradewind(['connections', 'export', 'f', '--file-format', 'env'], { platform });
    expect(code).toBe(1);
    expect(err).toContain('A URI holds the password');
  });
});

describe('connections add', () => {
  test('in parts', async () => {
    const words = [
      '--conn-type',
      'http',
      '--conn-host',
      'api.example.org',
      '--conn-port',
      '443',
      '--conn-password',
      '-',
    ];
    const { code, out } = await runTradewind(['connections', 'add', 'api', ...words, '--conn-description', 'd'], {
      platform,
      files: new Map([['-', 'secret\n']]),
    });
    expect({ code, out }).toEqual({ code: 0, out: 'Created connection api.\n' });
    expect(platform.connectionList.at(-1)).toEqual({
      connectionId: 'api',
      connType: 'http',
      host: 'api.example.org',
      port: 443,
      login: null,
      password: 'secret',
      schema: null,
      extra: null,
      description: 'd',
    });
  });

  test('as a whole, from standard input', async () => {
    await runTradewind(['connections', 'add', 'api', '--conn-uri', '-'], {
      platform,
      files: new Map([['-', 'http://x\n']]),
    });
    expect(platform.connectionList.at(-1)).toMatchObject({ connectionId: 'api', host: 'http://x' });
  });

  test.each([
    [[], 'Give the connection either with --conn-uri, or with --conn-json, or in parts with --conn-type.'],
    [['--conn-uri', 'x', '--conn-json', '{}'], 'Give the connection either with --conn-uri'],
    [['--conn-uri', 'x', '--conn-host', 'h'], 'Give the connection either with --conn-uri'],
    [['--conn-host', 'h'], 'A connection in parts needs --conn-type.'],
  ])('%j is refused', async (words, message) => {
    const { code, err } = await runTradewind(['connections', 'add', 'api', ...words], { platform });
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(platform.connectionList).toHaveLength(1);
  });
});

test('connections import takes URIs and objects', async () => {
  const file = JSON.stringify({ one: 'http://x', two: { conn_type: 'http' } });
  const { out } = await runTradewind(['connections', 'import', 'f'], { platform, files: new Map([['f', file]]) });
  expect(out).toBe('Imported 2 connections, 2 of them new.\n');
  expect(platform.connectionList.slice(1)).toMatchObject([
    { connectionId: 'one', host: 'http://x' },
    { connectionId: 'two', host: '{"conn_type":"http"}' },
  ]);
});

test('connections delete', async () => {
  expect((await runTradewind(['connections', 'delete', 'dwh'], { platform })).out).toBe('Deleted connection dwh.\n');
  expect((await runTradewind(['connections', 'delete', 'dwh'], { platform })).code).toBe(1);
});
