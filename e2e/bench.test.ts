/** Every scenario of the bench runs, tiny, and says what it promises to say. What it measures is not judged here. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../bench/run.mjs', import.meta.url));
const SIZE = ['--source', '--scale', '0.01', '--runs', '1', '--seconds', '1'];
/** Several times what it takes on two quiet cores. */
const LIMIT_MS = 300_000;
const SCENARIOS = [
  'chain',
  'three',
  'fanout',
  'fanout --default-limits',
  'parallel',
  'fibo',
  'latency',
  'cron-storm',
  'many-runs',
  'big-dag',
  'history',
  'idle',
  'start',
  'reload',
  'starvation',
  'api',
];

interface Result {
  readonly scenario: string;
  readonly figures: readonly { readonly name: string; readonly value: number; readonly unit: string }[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly [name: string]: unknown;
}

let output: readonly string[] = [];
let results: readonly Result[] = [];

beforeAll(async () => {
  const words = [PROGRAM, 'all', '--json', ...SIZE];
  const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: LIMIT_MS });
  output = stdout.trimEnd().split('\n');
  results = (JSON.parse(output.at(-1)!) as { results: Result[] }).results;
}, LIMIT_MS + 20_000);

test('all of them run', () => {
  expect(results.map(({ scenario }) => scenario)).toEqual(SCENARIOS);
});

test('a Markdown table has a row for each figure', () => {
  for (const { scenario, figures } of results) {
    const rows = output.filter((line) => line.startsWith(`| ${scenario} | `));
    // One more in the table of costs.
    expect(rows).toHaveLength(figures.length + 1);
  }
});

describe.each(SCENARIOS)('%s', (scenario) => {
  const find = (): Result => results.find((result) => result.scenario === scenario)!;

  test('says how much was done, how fast and what it cost', () => {
    expect(find()).toMatchObject({
      tasks: expect.any(Number),
      slots: scenario === 'parallel' ? 10 : 32,
      total_s: expect.any(Number),
      tasks_per_s: expect.any(Number),
      cpu_s: expect.any(Number),
      rss_mb: expect.any(Number),
    });
    expect(find()).toHaveProperty('overhead_ms_p50');
    expect(find()).toHaveProperty('overhead_ms_p95');
    expect(find()['total_s']).toBeGreaterThan(0);
    expect(find()['rss_mb']).toBeGreaterThan(0);
  });

  test('has figures that are numbers', () => {
    expect(find().figures.length).toBeGreaterThan(0);
    for (const { name, value } of find().figures) expect(value, name).toBeGreaterThanOrEqual(0);
  });

  test('names the settings that it was measured under, with durable commits', () => {
    expect(find().settings).toMatchObject({
      node: process.versions.node,
      postgres: expect.stringMatching(/^\d+\.\d+/),
      fsync: 'on',
      synchronous_commit: 'on',
      cores: expect.any(Number),
      default_pool_slots: 128,
      min_children: expect.any(Number),
      max_children: expect.any(Number),
    });
  });
});
