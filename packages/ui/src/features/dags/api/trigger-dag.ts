import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { triggerDagRun } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import type { TriggerBody } from '../trigger-form.ts';

/** Fails as triggering with this body would; nothing is started. */
export const triggerCheckQuery = (dagId: string, body: TriggerBody | null) =>
  queryOptions({
    queryKey: ['trigger-check', dagId, body],
    queryFn: ({ signal }) =>
      call<typeof triggerDagRun>(
        'POST /api/v2/dags/{dag_id}/dagRuns',
        { params: { dag_id: dagId }, query: { dry_run: true }, body: body! },
        signal,
      ),
    enabled: body !== null,
    staleTime: 0,
    gcTime: 0,
  });

export function useTriggerDag(dagId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TriggerBody) =>
      call<typeof triggerDagRun>('POST /api/v2/dags/{dag_id}/dagRuns', { params: { dag_id: dagId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['dag-runs'] }),
  });
}
