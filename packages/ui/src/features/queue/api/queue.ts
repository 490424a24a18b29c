import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AnswerOf, getJobs, getPools, getTaskInstances } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';

const SOON_MS = 5000;
const SHOWN = 20;

export type Pool = AnswerOf<typeof getPools>['pools'][number];
export type Waiter = AnswerOf<typeof getTaskInstances>['task_instances'][number];

/** All pools, those that are the most taken first being the business of the page. */
export const queuePoolsQuery = queryOptions({
  queryKey: ['pools', 'queue'],
  queryFn: ({ signal }) => call<typeof getPools>('GET /api/v2/pools', { query: { limit: 100 } }, signal),
  refetchInterval: SOON_MS,
});

/** Who holds slots of a pool, or who waits for one: those that have done so for the longest first. */
export const poolTasksQuery = (pool: string, kind: 'holds' | 'waits') =>
  queryOptions({
    queryKey: ['task_instances', 'queue', pool, kind],
    queryFn: ({ signal }) =>
      call<typeof getTaskInstances>(
        'GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances',
        {
          params: { dag_id: '~', dag_run_id: '~' },
          query: {
            pool: [pool],
            state: kind === 'holds' ? ['running', 'queued'] : ['scheduled'],
            order_by: [kind === 'holds' ? 'start_date' : 'updated_at'],
            limit: SHOWN,
          },
        },
        signal,
      ),
    refetchInterval: SOON_MS,
    placeholderData: keepPreviousData,
  });

export const workersQuery = queryOptions({
  queryKey: ['jobs', 'workers'],
  queryFn: ({ signal }) =>
    call<typeof getJobs>('GET /api/v2/jobs', { query: { job_type: 'WorkerJob', is_alive: true, limit: 100 } }, signal),
  refetchInterval: SOON_MS,
});
