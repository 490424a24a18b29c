import { runDag } from 'tradewind/testing';
import { expect, test } from 'vitest';
import { mixedLanguages } from '../dags/mixed-languages.ts';
import { examplesOutput } from './examples-output.ts';

const { variables, read } = examplesOutput();

test('prices go through awk and Python and come back typed', async () => {
  const run = await runDag(mixedLanguages, { variables });
  expect(run.state).toBe('success');
  expect(run.output('statistics')).toMatchObject({ symbol: 'MSFT', months: 123 });
  expect(run.result).toContain('In 123 months the price became 0.72 times what it was.');
  expect(await read('prices/MSFT.md')).toBe(run.result);
});

test('the first try of locate fails, and the second one succeeds', async () => {
  const run = await runDag(mixedLanguages, { variables });
  expect(run.tries('locate')).toBe(2);
});

test.each([
  ['AMZN', 0.1, 'warn', 'reassure'],
  ['AMZN', 0.9, 'reassure', 'warn'],
] as const)('%s with a limit of %d: %s', async (symbol, limit, chosen, other) => {
  const run = await runDag(mixedLanguages, { variables, params: { symbol, limit } });
  expect(run.states).toMatchObject({ [chosen]: 'success', [other]: 'skipped', report: 'success' });
});
