import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder } from '../product/project-folder.ts';
import { RunningServer, tradewindProgram } from '../product/running-server.ts';
import { type Ended, run, sourceArguments } from '../product/source-node.ts';

let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await makeFolder('examples');
  server = new RunningServer(folder, ['--examples']);
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

test('the flights of half a year are made up for at once, and the last day reports them all', async () => {
  await server.logged(/run finished .*scheduled__2001-06-30/);
  const ended = [...server.log.matchAll(/run finished .* state=(\w+)/g)].map(([, state]) => state);
  expect(ended).toEqual(Array.from({ length: 181 }, () => 'success'));

  const reportFile = join(folder, '.tradewind/examples-output/flights/report-until-2001-06-30.md');
  expect(await readFile(reportFile, 'utf8')).toContain('| JFK | 31270 | 30.6 |');
  const log = await tradewind('logs', 'flights_daily', '2001-06-30', 'year_report');
  expect(log.output).toContain('| JFK | 31270 | 30.6 |');
});

test('a day is reported after the day before it, also while days run side by side', async () => {
  const { output } = await tradewind('logs', 'flights_daily', '2001-06-17', 'report');
  expect(output).toContain('| Sun 17 Jun |');
  expect(output).toContain('| Sat 16 Jun |');
});

test.each([['mixed_languages'], ['data_catalogue']])('%s runs when it is triggered', async (dagId) => {
  const { exitCode, output } = await tradewind('dags', 'trigger', dagId, '--wait');
  expect(exitCode, output).toBe(0);
});

test('every example can be loaded', async () => {
  expect((await tradewind('dags', 'list-import-errors')).output).toContain('All DAG files can be loaded.');
});

function tradewind(...args: readonly string[]): Promise<Ended> {
  return run(process.execPath, [...sourceArguments, tradewindProgram, ...args], { cwd: folder });
}
