import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  clearDagRun,
  deleteDagRun,
  getTaskInstances,
  patchDagRun,
  postClearTaskInstances,
} from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import type { DeedPreview } from '../../../shared/layout/deed-dialog.tsx';
import type { RunName } from './run.ts';

/** What is cleared of a run. */
export type ClearChoice =
  | { readonly kind: 'all' | 'failed' }
  | {
      readonly kind: 'selected';
      readonly tasks: readonly (readonly [taskId: string, mapIndex: number])[];
      readonly isWithDownstream: boolean;
    };

/** The states of task instances that have not ended: those that marking a run touches. */
const OPEN = [
  'no_status',
  'scheduled',
  'queued',
  'running',
  'restarting',
  'up_for_retry',
  'up_for_reschedule',
  'deferred',
  'awaiting_input',
] as const;

async function clear(name: RunName, choice: ClearChoice, isDryRun: boolean, signal?: AbortSignal) {
  const { dagId, runId } = name;
  if (choice.kind === 'selected')
    return call<typeof postClearTaskInstances>(
      'POST /api/v2/dags/{dag_id}/clearTaskInstances',
      {
        params: { dag_id: dagId },
        body: {
          dry_run: isDryRun,
          dag_run_id: runId,
          task_ids: [...choice.tasks],
          only_failed: false,
          include_downstream: choice.isWithDownstream,
        },
      },
      signal,
    );
  return call<typeof clearDagRun>(
    'POST /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/clear',
    {
      params: { dag_id: dagId, dag_run_id: runId },
      body: { dry_run: isDryRun, only_failed: choice.kind === 'failed' },
    },
    signal,
  );
}

export const clearPreviewQuery = (name: RunName, choice: ClearChoice) =>
  queryOptions({
    queryKey: ['run', name.dagId, name.runId, 'clear-preview', choice],
    queryFn: async ({ signal }): Promise<DeedPreview> => {
      const answer = await clear(name, choice, true, signal);
      if (!('task_instances' in answer)) return { total: 0, shown: [] };
      return { total: answer.total_entries, shown: answer.task_instances };
    },
  });

export const openInstancesQuery = ({ dagId, runId }: RunName) =>
  queryOptions({
    queryKey: ['run', dagId, runId, 'open'],
    queryFn: async ({ signal }): Promise<DeedPreview> => {
      const answer = await call<typeof getTaskInstances>(
        'GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances',
        {
          params: { dag_id: dagId, dag_run_id: runId },
          query: { limit: 100, order_by: ['task_id'], state: [...OPEN] },
        },
        signal,
      );
      return { total: answer.total_entries, shown: answer.task_instances };
    },
  });

function useRunDeed<Input>(name: RunName, deed: (input: Input) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deed,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['run', name.dagId, name.runId] }),
        client.invalidateQueries({ queryKey: ['dag-runs'] }),
      ]),
  });
}

export const useClearRun = (name: RunName) => useRunDeed(name, (choice: ClearChoice) => clear(name, choice, false));

export const usePatchRun = (name: RunName) =>
  useRunDeed(name, (body: { readonly state?: 'success' | 'failed'; readonly note?: string }) =>
    call<typeof patchDagRun>('PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}', {
      params: { dag_id: name.dagId, dag_run_id: name.runId },
      body,
    }),
  );

export function useDeleteRun({ dagId, runId }: RunName) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call<typeof deleteDagRun>('DELETE /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}', {
        params: { dag_id: dagId, dag_run_id: runId },
      }),
    onSuccess: () => {
      client.removeQueries({ queryKey: ['run', dagId, runId] });
      return client.invalidateQueries({ queryKey: ['dag-runs'] });
    },
  });
}
