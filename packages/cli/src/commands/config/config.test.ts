import { expect, test } from 'vitest';
import { runTradewind } from '../../fakes/run-tradewind.ts';

const environment = { TRADEWIND__CORE__PARALLELISM: '4', DATABASE_URL: 'postgres://me:hunter2@db/tw?sslmode=require' };

test('config list says where each value comes from', async () => {
  const { out } = await runTradewind(['config', 'list', '--changed'], { environment });
  expect(out).toBe(`\
key               value  source
────────────────  ─────  ─────────────────────────────────────────────────
core.parallelism  4      environment variable TRADEWIND__CORE__PARALLELISM
database.url      ***    environment variable DATABASE_URL
`);
});

test('config list of a section has all of its options', async () => {
  const { out } = await runTradewind(['config', 'list', '--section', 'worker', '-o', 'json'], { environment: {} });
  const rows = JSON.parse(out) as { key: string; variable: string }[];
  expect(rows.map(({ key }) => key)).toContain('worker.idleTimeout');
  expect(rows.every(({ key }) => key.startsWith('worker.'))).toBe(true);
  expect(rows[0]!.variable).toMatch(/^TRADEWIND__WORKER__/);
});

test('config get-value prints one value, and no secret', async () => {
  expect((await runTradewind(['config', 'get-value', 'core', 'parallelism'], { environment })).out).toBe('4\n');
  expect((await runTradewind(['config', 'get-value', 'worker.idleTimeout'], { environment })).out).toBe('60000\n');
  expect((await runTradewind(['config', 'get-value', 'database', 'url'], { environment })).out).toBe('***\n');
  const { code, err } = await runTradewind(['config', 'get-value', 'core', 'paralelism'], { environment });
  expect({ code, err }).toEqual({
    code: 1,
    err: 'error: There is no option "core.paralelism". Did you mean "core.parallelism"?\n',
  });
});

test('info names the database without its password', async () => {
  const { out } = await runTradewind(['info'], { environment });
  expect(out).toContain('database        postgres://me:***@db/tw\n');
  expect(out).not.toContain('hunter2');
});

test('version prints the version alone, also as --version', async () => {
  expect((await runTradewind(['version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect((await runTradewind(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});
