import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  patchMappedTaskInstance,
  patchMappedTaskInstanceDryRun,
  postClearTaskInstances,
} from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import type { DeedPreview } from '../../../shared/layout/deed-dialog.tsx';
import type { InstanceName } from '../use-instance-name.ts';
import { instanceKey } from './instance.ts';

/** What else is touched beside the task instance. */
export interface DeedScope {
  readonly upstream: boolean;
  readonly downstream: boolean;
  readonly past: boolean;
  readonly future: boolean;
}

export type InstanceDeed = 'clear' | 'success' | 'failed';

const scopeFields = ({ upstream, downstream, past, future }: DeedScope) => ({
  include_upstream: upstream,
  include_downstream: downstream,
  include_past: past,
  include_future: future,
});

interface DeedCall {
  readonly name: InstanceName;
  readonly deed: InstanceDeed;
  readonly scope: DeedScope;
  readonly isDryRun: boolean;
}

function act({ name, deed, scope, isDryRun }: DeedCall, signal?: AbortSignal) {
  const { dagId, runId, taskId, mapIndex } = name;
  if (deed === 'clear')
    return call<typeof postClearTaskInstances>(
      'POST /api/v2/dags/{dag_id}/clearTaskInstances',
      {
        params: { dag_id: dagId },
        body: {
          dry_run: isDryRun,
          dag_run_id: runId,
          task_ids: [mapIndex === -1 ? taskId : [taskId, mapIndex]],
          only_failed: false,
          ...scopeFields(scope),
        },
      },
      signal,
    );
  const options = {
    params: { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex },
    body: { new_state: deed, ...scopeFields(scope) },
  };
  if (isDryRun)
    return call<typeof patchMappedTaskInstanceDryRun>(
      'PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/{map_index}/dry_run',
      options,
      signal,
    );
  return call<typeof patchMappedTaskInstance>(
    'PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/{map_index}',
    options,
    signal,
  );
}

export const deedPreviewQuery = (name: InstanceName, deed: InstanceDeed, scope: DeedScope) =>
  queryOptions({
    queryKey: [...instanceKey(name), 'preview', deed, scope],
    queryFn: async ({ signal }): Promise<DeedPreview> => {
      const { total_entries, task_instances } = await act({ name, deed, scope, isDryRun: true }, signal);
      return { total: total_entries, shown: task_instances };
    },
  });

export function useInstanceDeed(name: InstanceName, deed: InstanceDeed) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (scope: DeedScope) => act({ name, deed, scope, isDryRun: false }),
    onSuccess: () =>
      Promise.all(
        [instanceKey(name), ['run', name.dagId, name.runId], ['dag-runs']].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
