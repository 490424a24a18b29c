import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { getDagRuns } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import type { RunListSearch } from '../run-list-search.ts';

const PAGE = 50;

/** Runs of a DAG, or of all with `~`; the newest first. */
export const runsQuery = (dagId: string, { state, type, dag, cursor }: RunListSearch) =>
  queryOptions({
    queryKey: ['dag-runs', dagId, { state, type, dag, cursor }],
    queryFn: ({ signal }) =>
      call<typeof getDagRuns>(
        'GET /api/v2/dags/{dag_id}/dagRuns',
        {
          params: { dag_id: dagId },
          query: {
            limit: PAGE,
            cursor: cursor ?? '',
            order_by: ['-run_after'],
            ...(state === undefined ? {} : { state: [state] }),
            ...(type === undefined ? {} : { run_type: [type] }),
            ...(dag === undefined ? {} : { dag_id_pattern: `%${dag}%` }),
          },
        },
        signal,
      ),
    placeholderData: (before, query) => (query?.queryKey[1] === dagId ? keepPreviousData(before) : undefined),
  });
