import { quantile } from '../quantile.ts';
import type { Figure } from '../scenario-result.ts';
import type { ApiTarget } from './api-target.ts';
import { timedGet } from './timed-get.ts';

const BUDGET_MS = 150;
const BUDGET_KB = 40;

/** The grid of a DAG with a thousand tasks and at least a hundred runs. */
export async function measureGrid(target: ApiTarget, dagId: string, repetitions = 30): Promise<readonly Figure[]> {
  const path = `/api/v2/dags/${encodeURIComponent(dagId)}/grid?limit=100`;
  const figures: Figure[] = [];
  for (const [form, accept] of [
    ['JSON', 'application/json'],
    ['binary', 'application/octet-stream'],
  ] as const) {
    await timedGet(target, path, accept);
    const times: number[] = [];
    let bytes = 0;
    for (let index = 0; index < repetitions; index += 1) {
      const answer = await timedGet(target, path, accept);
      times.push(answer.ms);
      bytes = answer.bytes;
    }
    figures.push(
      { name: `grid, ${form}, p95`, value: quantile(times, 0.95), unit: 'ms', atMost: BUDGET_MS },
      { name: `grid, ${form}, compressed`, value: bytes / 1000, unit: 'KB', atMost: BUDGET_KB },
    );
  }
  return figures;
}
