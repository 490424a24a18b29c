import { runDag } from 'tradewind/testing';
import { expect, test } from 'vitest';
import { dataCatalogue } from '../dags/data-catalogue.ts';
import { examplesOutput } from './examples-output.ts';

const { variables, read } = examplesOutput();

test('each file is profiled by a task of its own, and the catalogue has them all', async () => {
  const run = await runDag(dataCatalogue, { variables });
  expect(run.state).toBe('success');
  expect(run.states['profiles.seattle_weather']).toBe('success');
  expect(run.result).toEqual({ files: 10, rows: 40_833 });
  const text = await read('catalogue.md');
  expect(text).toContain('| penguins.json | 344 | 7 | 5 |');
  expect(text).toContain('## stocks.csv');
});

test('a file that cannot be read fails the run, after another try', async () => {
  const stubs = {
    'profiles.movies': () => {
      throw new Error('not a file');
    },
  };
  const run = await runDag(dataCatalogue, { variables, stubs });
  expect(run.state).toBe('failed');
  expect(run.tries('profiles.movies')).toBe(2);
  expect(run.states['catalogue']).toBe('upstream_failed');
});
