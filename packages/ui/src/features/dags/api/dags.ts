import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { getDags, patchDag } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import type { DagListSearch } from '../dag-list-search.ts';

const PAGE = 50;

export const dagsQuery = ({ name, show, tag, sort, cursor }: DagListSearch) =>
  queryOptions({
    queryKey: ['dags', { name, show, tag, sort, cursor }],
    queryFn: ({ signal }) =>
      call<typeof getDags>(
        'GET /api/v2/dags',
        {
          query: {
            limit: PAGE,
            cursor: cursor ?? '',
            order_by: [sort ?? 'dag_id'],
            ...(name === undefined ? {} : { dag_id_pattern: name }),
            ...(show === undefined ? {} : { paused: show === 'paused' }),
            ...(tag === undefined ? {} : { tags: [tag] }),
          },
        },
        signal,
      ),
    placeholderData: keepPreviousData,
  });

export function usePauseDag() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ dagId, isPaused }: { readonly dagId: string; readonly isPaused: boolean }) =>
      call<typeof patchDag>('PATCH /api/v2/dags/{dag_id}', {
        params: { dag_id: dagId },
        body: { is_paused: isPaused },
      }),
    onSettled: () => Promise.all(['dags', 'dag'].map((place) => client.invalidateQueries({ queryKey: [place] }))),
  });
}
