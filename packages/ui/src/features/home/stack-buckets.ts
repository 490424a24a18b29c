/** The bars of a histogram of runs: each a stack of states, the failed on top. */
import type { Buckets } from './api/home.ts';

/** From the bottom of a bar to its top. */
const ORDER = ['success', 'running', 'queued', 'failed'] as const;
export type BarState = (typeof ORDER)[number];

export interface BarPart {
  readonly state: BarState;
  readonly count: number;
  /** Shares of the height of the chart, from its bottom. */
  readonly from: number;
  readonly to: number;
}

export interface Bar {
  readonly at: string;
  readonly total: number;
  readonly failed: number;
  readonly parts: readonly BarPart[];
}

export interface Histogram {
  readonly bars: readonly Bar[];
  /** The runs of the highest bar. */
  readonly most: number;
  readonly total: number;
  readonly failed: number;
}

export function stackBuckets({ buckets }: Pick<Buckets, 'buckets'>): Histogram {
  const totals = buckets.map(({ runs }) => ORDER.reduce((sum, state) => sum + (runs[state] ?? 0), 0));
  const most = Math.max(0, ...totals);
  const bars = buckets.map(({ at, runs }, index) => ({
    at,
    total: totals[index]!,
    failed: runs['failed'] ?? 0,
    parts: partsOf(runs, Math.max(1, most)),
  }));
  return {
    bars,
    most,
    total: totals.reduce((sum, one) => sum + one, 0),
    failed: bars.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function partsOf(runs: Readonly<Record<string, number>>, most: number): readonly BarPart[] {
  const parts: BarPart[] = [];
  let below = 0;
  for (const state of ORDER) {
    const count = runs[state] ?? 0;
    if (count === 0) continue;
    parts.push({ state, count, from: below / most, to: (below + count) / most });
    below += count;
  }
  return parts;
}
