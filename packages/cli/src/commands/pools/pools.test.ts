import { describe, expect, test } from 'vitest';
import { FakePlatform } from '../../fakes/fake-platform.ts';
import { runTradewind } from '../../fakes/run-tradewind.ts';

test('pools list and get show slots and what is taken', async () => {
  const table = `\
pool          slots  occupied  include_deferred  description
────────────  ─────  ────────  ────────────────  ────────────
default_pool    128         3  no                Default pool
`;
  expect((await runTradewind(['pools', 'list'])).out).toBe(table);
  expect((await runTradewind(['pools', 'get', 'default_pool'])).out).toBe(table);
  expect((await runTradewind(['pools', 'get', 'x'])).code).toBe(1);
});

describe('pools set', () => {
  test('creates, then changes', async () => {
    const platform = new FakePlatform();
    const first = await runTradewind(['pools', 'set', 'dwh', '4', 'Queries at once', '--include-deferred'], {
      platform,
    });
    expect(first.out).toBe('Created pool dwh.\n');
    const second = await runTradewind(['pools', 'set', 'dwh', '-1'], { platform });
    expect(second.out).toBe('Changed pool dwh.\n');
    expect(platform.poolList.at(-1)).toMatchObject({ name: 'dwh', slots: -1, description: '', includeDeferred: false });
  });

  test.each(['many', '-2', '1.5', ''])('refuses %j slots', async (slots) => {
    const { code, err } = await runTradewind(['pools', 'set', 'dwh', slots]);
    expect(code).toBe(2);
    expect(err).toContain(`Expected <slots> to be a whole number, or -1 for no limit, got: "${slots}".`);
  });
});

describe('pools import and export', () => {
  test('carry pools from one installation to another', async () => {
    const files = new Map<string, string>();
    const exported = await runTradewind(['pools', 'export', 'pools.json'], { files });
    expect(exported.out).toBe('Exported 1 pools to pools.json.\n');
    expect(JSON.parse(files.get('pools.json')!)).toEqual({
      default_pool: { slots: 128, description: 'Default pool', include_deferred: false },
    });
    files.set(
      'pools.json',
      '{"default_pool": {"slots": 5}, "dwh": {"slots": 2, "description": "d", "include_deferred": true}}',
    );
    const imported = await runTradewind(['pools', 'import', 'pools.json'], { files });
    expect(imported.out).toBe('Imported 2 pools, 1 of them new.\n');
    expect(imported.platform.poolList).toMatchObject([
      { name: 'default_pool', slots: 5, description: '', includeDeferred: false },
      { name: 'dwh', slots: 2, description: 'd', includeDeferred: true },
    ]);
  });

  test.each([
    ['{"dwh": {"slots": "4"}}', 'Expected pool "dwh" in f to be { "slots": number'],
    ['{"dwh": null}', 'Expected pool "dwh" in f to be { "slots": number'],
    ['[]', 'Expected f to hold a JSON object, got: a list.'],
    ['{', 'f is not valid JSON'],
  ])('%s is refused, and nothing is changed', async (content, message) => {
    const { code, err, platform } = await runTradewind(['pools', 'import', 'f'], { files: new Map([['f', content]]) });
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(platform.poolList).toHaveLength(1);
  });
});

test('pools delete', async () => {
  const { out, platform } = await runTradewind(['pools', 'delete', 'default_pool']);
  expect(out).toBe('Deleted pool default_pool.\n');
  expect(platform.poolList).toEqual([]);
});
