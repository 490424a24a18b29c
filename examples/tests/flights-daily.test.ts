import { runDag } from 'tradewind/testing';
import { expect, test } from 'vitest';
import { flightsDaily } from '../dags/flights-daily.ts';
import { examplesOutput } from './examples-output.ts';

interface Flights {
  readonly file: string;
  readonly rows: number;
}

const { variables, read } = examplesOutput();

test('a day is compared with the day before it', async () => {
  await runDag(flightsDaily, { logicalDate: '2001-01-30', variables });
  const run = await runDag(flightsDaily, { logicalDate: '2001-01-31', variables });
  expect(run.state).toBe('success');
  expect(await read('flights/2001-01-31/report.md')).toBe(`# Flights of 2001-01-31

| day | flights | late % | most at |
| --- | --- | --- | --- |
| Wed 31 Jan | 16947 | 13.9 | ORD |
| Tue 30 Jan | 16594 | 19.9 | ORD |
`);
});

test('the last day of a month reports the year so far', async () => {
  const run = await runDag(flightsDaily, { logicalDate: '2001-02-28', variables });
  expect(run.states['year_report']).toBe('success');
  expect(await read('flights/report-until-2001-02-28.md')).toContain('| 2 | 16457 |');
});

test('any other day does not', async () => {
  const run = await runDag(flightsDaily, { logicalDate: '2001-02-27', variables });
  expect(run.state).toBe('success');
  expect(run.states['year_report']).toBe('skipped');
});

test('a flight with an impossible delay is set aside', async () => {
  const run = await runDag(flightsDaily, { logicalDate: '2001-02-22', variables });
  const [fault] = run.logs('check');
  expect(fault).toMatchObject({ level: 'warn', fields: { fault: 'impossible delay', flights: 1 } });
  expect(await read('flights/2001-02-22/report.md')).toContain('| 16564 |');
});

test('a day with too few flights fails at once, and nothing comes of it', async () => {
  const { file } = (await runDag(flightsDaily, { logicalDate: '2001-04-01', variables })).output('extract') as Flights;
  const stubs = { extract: () => ({ file, rows: 6 }) };
  const run = await runDag(flightsDaily, { logicalDate: '2001-04-01', variables, stubs });
  expect(run.state).toBe('failed');
  expect(run.error('check')?.message).toBe('Expected at least 10000 flights, got: 6.');
  expect(run.states['report']).toBe('upstream_failed');
});

test('a day without records is skipped', async () => {
  const run = await runDag(flightsDaily, { logicalDate: '2026-01-01', variables });
  expect(new Set(Object.values(run.states))).toEqual(new Set(['skipped']));
});

test('running a day again changes nothing', async () => {
  await runDag(flightsDaily, { logicalDate: '2001-03-05', variables });
  const first = await read('flights/2001-03-05/airports.parquet');
  await runDag(flightsDaily, { logicalDate: '2001-03-05', variables });
  expect(await read('flights/2001-03-05/airports.parquet')).toBe(first);
});
