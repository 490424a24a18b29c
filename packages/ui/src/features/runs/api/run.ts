import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { getDagRun, getTaskInstances } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import type { RunSearch } from '../run-search.ts';

export interface RunName {
  readonly dagId: string;
  readonly runId: string;
}

const PAGE = 100;

export const runQuery = ({ dagId, runId }: RunName) =>
  queryOptions({
    queryKey: ['run', dagId, runId],
    queryFn: ({ signal }) =>
      call<typeof getDagRun>(
        'GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}',
        { params: { dag_id: dagId, dag_run_id: runId } },
        signal,
      ),
  });

/** A page of the task instances of a run. */
export const instancesQuery = ({ dagId, runId }: RunName, { state, sort, cursor }: RunSearch) =>
  queryOptions({
    queryKey: ['run', dagId, runId, 'tasks', { state, sort, cursor }],
    queryFn: ({ signal }) =>
      call<typeof getTaskInstances>(
        'GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances',
        {
          params: { dag_id: dagId, dag_run_id: runId },
          query: {
            limit: PAGE,
            cursor: cursor ?? '',
            order_by: [sort ?? 'task_id'],
            ...(state === undefined ? {} : { state: [...state] }),
          },
        },
        signal,
      ),
    placeholderData: (before, query) =>
      query?.queryKey[1] === dagId && query.queryKey[2] === runId ? keepPreviousData(before) : undefined,
  });
