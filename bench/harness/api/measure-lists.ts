import { quantile } from '../quantile.ts';
import type { Figure } from '../scenario-result.ts';
import type { ApiTarget } from './api-target.ts';
import { timedGet } from './timed-get.ts';

const LIST_BUDGET_MS = 30;
const PAGE_BUDGET_MS = 20;

/** Lists as tools and pages ask for them; the last ones are what a page of a run asks. */
const LISTS: Readonly<Record<string, string>> = {
  DAGs: '/api/v2/dags?limit=50',
  'DAGs by pattern': '/api/v2/dags?limit=50&dag_id_pattern=orders',
  'DAGs by last run': '/api/v2/dags?limit=50&order_by=-last_run_start_date',
  'runs of all DAGs': '/api/v2/dags/~/dagRuns?limit=50&order_by=-run_after',
  'failed runs': '/api/v2/dags/~/dagRuns?limit=50&state=failed&order_by=-start_date',
  'runs of a DAG': '/api/v2/dags/seed_wide/dagRuns?limit=50&order_by=-run_after',
  'task instances of all runs': '/api/v2/dags/~/dagRuns/~/taskInstances?limit=50',
  'failed task instances': '/api/v2/dags/~/dagRuns/~/taskInstances?limit=50&state=failed&order_by=-start_date',
  'task instances far on': '/api/v2/dags/~/dagRuns/~/taskInstances?limit=50&offset=5000',
  'event logs': '/api/v2/eventLogs?limit=50',
  tags: '/api/v2/dagTags?limit=50',
};

/** Each list by its 95th percentile. */
export async function measureLists(target: ApiTarget, repetitions = 30): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [name, path] of Object.entries(LISTS)) {
    figures.push({
      name: `list, ${name}, p95`,
      ...(await measurePath(target, path, repetitions)),
      atMost: LIST_BUDGET_MS,
    });
  }
  return figures;
}

/** What the page of one run asks: the run, and its first task instances. */
export async function measureRunPage(
  target: ApiTarget,
  { dagId, runId }: { readonly dagId: string; readonly runId: string },
  repetitions = 30,
): Promise<readonly Figure[]> {
  const run = `/api/v2/dags/${dagId}/dagRuns/${encodeURIComponent(runId)}`;
  return [
    { name: 'run, p95', ...(await measurePath(target, run, repetitions)), atMost: PAGE_BUDGET_MS },
    {
      name: 'run, task instances, p95',
      ...(await measurePath(target, `${run}/taskInstances?limit=100`, repetitions)),
      atMost: PAGE_BUDGET_MS,
    },
  ];
}

async function measurePath(
  target: ApiTarget,
  path: string,
  repetitions: number,
): Promise<{ readonly value: number; readonly unit: string }> {
  await timedGet(target, path);
  const times: number[] = [];
  for (let index = 0; index < repetitions; index += 1) times.push((await timedGet(target, path)).ms);
  return { value: quantile(times, 0.95), unit: 'ms' };
}
