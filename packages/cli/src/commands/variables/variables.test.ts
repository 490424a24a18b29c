import { beforeEach, describe, expect, test } from 'vitest';
import { FakePlatform } from '../../fakes/fake-platform.ts';
import { runTradewind } from '../../fakes/run-tradewind.ts';

let platform: FakePlatform;

beforeEach(() => {
  platform = new FakePlatform();
  platform.variableList.push({ key: 'region', value: '{"eu":1}', description: 'Where', isEncrypted: true });
});

test('a listing never has a value', async () => {
  for (const output of ['table', 'json', 'yaml', 'plain']) {
    const { out } = await runTradewind(['variables', 'list', '-o', output], { platform });
    expect(out).toContain('region');
    expect(out).not.toContain('eu');
  }
});

describe('variables get', () => {
  test('prints the value as it is, or indented', async () => {
    expect((await runTradewind(['variables', 'get', 'region'], { platform })).out).toBe('{"eu":1}\n');
    expect((await runTradewind(['variables', 'get', 'region', '-j'], { platform })).out).toBe('{\n  "eu": 1\n}\n');
  });

  test('prints the default of one that does not exist', async () => {
    const { code, out } = await runTradewind(['variables', 'get', 'x', '-d', 'none'], { platform });
    expect({ code, out }).toEqual({ code: 0, out: 'none\n' });
    expect((await runTradewind(['variables', 'get', 'x'], { platform })).code).toBe(1);
  });

  test('says when a value is not JSON', async () => {
    platform.variableList.push({ key: 'word', value: 'eu', description: null, isEncrypted: true });
    const { code, err } = await runTradewind(['variables', 'get', 'word', '--json'], { platform });
    expect({ code, err }).toEqual({
      code: 1,
      err: 'error: Variable "word" is not JSON. Leave out --json to print it as it is.\n',
    });
  });
});

describe('variables set', () => {
  test('creates, then changes, and never prints the value', async () => {
    const created = await runTradewind(['variables', 'set', 'token', 'hunter2', '--description', 'API'], { platform });
    expect(created.out).toBe('Created variable token.\n');
    const changed = await runTradewind(['variables', 'set', 'token', 'hunter3'], { platform });
    expect(changed.out).toBe('Changed variable token.\n');
    expect(platform.variableList.at(-1)).toMatchObject({ value: 'hunter3', description: null });
  });

  test('reads a value from standard input, without its last line break', async () => {
    await runTradewind(['variables', 'set', 'token', '-'], {
      platform,
      files: new Map([['-', 'line one\nline two\n']]),
    });
    expect(platform.variableList.at(-1)).toMatchObject({ key: 'token', value: 'line one\nline two' });
  });
});

describe('variables import and export', () => {
  const file = JSON.stringify({ region: 'us', limits: { max: 3 }, token: { value: 'x', description: 'API' } });

  test.each([
    ['overwrite', 'Imported 3 variables, 2 of them new.\n', 'us'],
    ['skip', 'Imported 2 variables, 2 of them new; skipped 1.\n', '{"eu":1}'],
  ])('%s', async (existing, out, region) => {
    const result = await runTradewind(['variables', 'import', 'f', '--existing', existing], {
      platform,
      files: new Map([['f', file]]),
    });
    expect(result.out).toBe(out);
    const values = Object.fromEntries(platform.variableList.map(({ key, value }) => [key, value]));
    expect(values).toEqual({ region, limits: '{"max":3}', token: 'x' });
    expect(platform.variableList.find(({ key }) => key === 'token')?.description).toBe('API');
  });

  test('fail changes nothing when one is stored already', async () => {
    const { code, err } = await runTradewind(['variables', 'import', 'f', '--existing', 'fail'], {
      platform,
      files: new Map([['f', file]]),
    });
    expect({ code, err }).toEqual({
      code: 1,
      err: 'error: These variables are stored already: "region". Nothing was changed.\n',
    });
    expect(platform.variableList).toHaveLength(1);
  });

  test('export hides the values unless they are asked for', async () => {
    const files = new Map<string, string>();
    const hidden = await runTradewind(['variables', 'export', 'f'], { platform, files });
    expect(hidden.out).toBe('Exported 1 variables to f.\n');
    expect(JSON.parse(files.get('f')!)).toEqual({ region: { value: '***', description: 'Where' } });
    await runTradewind(['variables', 'export', 'f', '--show-secrets'], { platform, files });
    expect(JSON.parse(files.get('f')!)).toEqual({ region: { value: '{"eu":1}', description: 'Where' } });
  });
});

test('variables delete', async () => {
  expect((await runTradewind(['variables', 'delete', 'region'], { platform })).out).toBe('Deleted variable region.\n');
  expect((await runTradewind(['variables', 'delete', 'region'], { platform })).code).toBe(1);
});
