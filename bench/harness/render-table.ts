/** Results as Markdown, ready for RESULTS.md. */
import { type Figure, isGood, type ScenarioResult } from './scenario-result.ts';

const HEAD = ['| scenario | figure | measured | goal | |', '| --- | --- | ---: | ---: | --- |'];
const COST_HEAD = [
  '| scenario | tasks | slots | runs | total s | tasks/s | overhead p50 / p95 ms | CPU s: server + workers + PostgreSQL | RSS MB: server + workers + PostgreSQL |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
];

/** Two tables, figures against goals and what they cost, and the settings that all results share. */
export function renderTable(results: readonly ScenarioResult[]): string {
  return [...HEAD, renderFigures(results), '', ...COST_HEAD, ...results.map(costRow), '', settingsOf(results)].join(
    '\n',
  );
}

/** The rows of the first table. */
export function renderFigures(results: readonly ScenarioResult[]): string {
  return results.flatMap(({ scenario, figures }) => figures.map((figure) => figureRow(scenario, figure))).join('\n');
}

function figureRow(scenario: string, figure: Figure): string {
  const { name, value, unit, atMost, atLeast } = figure;
  const goal = atMost !== undefined ? `≤ ${number(atMost)}` : atLeast !== undefined ? `≥ ${number(atLeast)}` : '';
  const good = isGood(figure);
  const verdict = good === null ? '' : good ? 'met' : '**missed**';
  return `| ${scenario} | ${name} | ${`${number(value)} ${unit}`.trim()} | ${goal} | ${verdict} |`;
}

function costRow(result: ScenarioResult): string {
  const { scenario, tasks, slots, runs, total_s, tasks_per_s, overhead_ms_p50, overhead_ms_p95 } = result;
  const overhead = overhead_ms_p50 === null ? '' : `${number(overhead_ms_p50)} / ${number(overhead_ms_p95 ?? 0)}`;
  const cpu = [result.cpu_server_s, result.cpu_workers_s, result.cpu_postgres_s];
  const memory = [result.rss_server_mb, result.rss_workers_mb, result.rss_postgres_mb];
  const cells = [scenario, tasks, slots, runs, total_s, tasks_per_s, overhead, addends(cpu), addends(memory)];
  return `| ${cells.join(' | ')} |`;
}

function addends(parts: readonly (number | null)[]): string {
  return parts.map((part) => (part === null ? '?' : number(part))).join(' + ');
}

function settingsOf([first]: readonly ScenarioResult[]): string {
  return first === undefined ? '' : `Settings: \`${JSON.stringify(first.settings)}\``;
}

/** Three significant digits are what a noisy machine can tell. */
function number(value: number): string {
  const rounded = value >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 4 });
}
