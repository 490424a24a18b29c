/** What a scenario found out. The names with `_` are those of its JSON. */
import { totalOf } from './process-usage.ts';
import type { Measured, Product } from './product.ts';
import { quantile } from './quantile.ts';
import type { Settings } from './settings.ts';

/** One number, and what it should be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The value is good when it does not exceed this. */
  readonly atMost?: number;
  /** The value is good when it is not below this. */
  readonly atLeast?: number;
}

export interface ScenarioResult {
  readonly scenario: string;
  /** Of one repetition. */
  readonly tasks: number;
  readonly slots: number;
  /** How often it was repeated; times are medians. */
  readonly runs: number;
  /** One repetition. */
  readonly total_s: number;
  readonly tasks_per_s: number;
  /** See `overheadMs` of the scenario; null where it has no meaning. */
  readonly overhead_ms_p50: number | null;
  readonly overhead_ms_p95: number | null;
  /** One repetition, of all processes together. */
  readonly cpu_s: number;
  readonly cpu_server_s: number;
  readonly cpu_workers_s: number;
  readonly cpu_postgres_s: number | null;
  /** At the end of the measured part. */
  readonly rss_mb: number;
  readonly rss_server_mb: number;
  readonly rss_workers_mb: number;
  readonly rss_postgres_mb: number | null;
  readonly figures: readonly Figure[];
  readonly settings: Settings & Readonly<Record<string, unknown>>;
}

export interface Findings {
  readonly product: Pick<Product, 'settings'>;
  readonly measured: Pick<Measured<unknown>, 'usage' | 'turns'>;
  /** Repetitions within the measured part. */
  readonly runs: number;
  readonly tasks: number;
  readonly totalMs: number;
  readonly overheadMs?: readonly number[];
  readonly figures: readonly Figure[];
  /** Settings of the scenario, besides those of the product. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export function resultOf(scenario: string, findings: Findings): ScenarioResult {
  const { product, measured, runs, tasks, totalMs, overheadMs } = findings;
  const { cpuSec, memoryMb } = measured.usage;
  const overhead = (share: number): number | null =>
    overheadMs === undefined ? null : round(quantile(overheadMs, share), 3);
  return {
    scenario,
    tasks,
    slots: product.settings.slots,
    runs,
    total_s: round(totalMs / 1000, 5),
    tasks_per_s: round((tasks / totalMs) * 1000, 1),
    overhead_ms_p50: overhead(0.5),
    overhead_ms_p95: overhead(0.95),
    cpu_s: round(totalOf(cpuSec) / runs, 4),
    cpu_server_s: round(cpuSec.server / runs, 4),
    cpu_workers_s: round(cpuSec.workers / runs, 4),
    cpu_postgres_s: cpuSec.postgres === null ? null : round(cpuSec.postgres / runs, 4),
    rss_mb: round(totalOf(memoryMb), 1),
    rss_server_mb: round(memoryMb.server, 1),
    rss_workers_mb: round(memoryMb.workers, 1),
    rss_postgres_mb: memoryMb.postgres === null ? null : round(memoryMb.postgres, 1),
    figures: [...findings.figures, ...turnFigures(measured, runs)].map((figure) => ({
      ...figure,
      value: round(figure.value, 3),
    })),
    settings: { ...product.settings, ...findings.settings },
  };
}

/** Null: it has no goal. */
export function isGood({ value, atMost, atLeast }: Figure): boolean | null {
  if (atMost !== undefined) return value <= atMost;
  return atLeast === undefined ? null : value >= atLeast;
}

function turnFigures({ turns }: Findings['measured'], runs: number): readonly Figure[] {
  if (turns.commits === 0) return [];
  return [
    { name: 'commits', value: turns.commits / runs, unit: '' },
    { name: 'commit p50', value: quantile(turns.commitMs, 0.5), unit: 'ms' },
    { name: 'commit p95', value: quantile(turns.commitMs, 0.95), unit: 'ms' },
  ];
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
