import { queryOptions } from '@tanstack/react-query';
import type {
  explainTaskInstance,
  getMappedTaskInstance,
  getMappedTaskInstanceTries,
  getXComEntries,
  getXComEntry,
} from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import type { InstanceName } from '../use-instance-name.ts';

const paramsOf = ({ dagId, runId, taskId }: InstanceName) => ({ dag_id: dagId, dag_run_id: runId, task_id: taskId });

/** What all queries about a task instance begin with. */
export const instanceKey = ({ dagId, runId, taskId, mapIndex }: InstanceName) =>
  ['instance', dagId, runId, taskId, mapIndex] as const;

export const instanceQuery = (name: InstanceName) =>
  queryOptions({
    queryKey: [...instanceKey(name), 'facts'],
    queryFn: ({ signal }) =>
      call<typeof getMappedTaskInstance>(
        'GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/{map_index}',
        { params: { ...paramsOf(name), map_index: name.mapIndex } },
        signal,
      ),
  });

export const triesQuery = (name: InstanceName) =>
  queryOptions({
    queryKey: [...instanceKey(name), 'tries'],
    queryFn: ({ signal }) =>
      call<typeof getMappedTaskInstanceTries>(
        'GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/{map_index}/tries',
        { params: { ...paramsOf(name), map_index: name.mapIndex } },
        signal,
      ),
  });

export const explanationQuery = (name: InstanceName) =>
  queryOptions({
    queryKey: [...instanceKey(name), 'why'],
    queryFn: ({ signal }) =>
      call<typeof explainTaskInstance>(
        'GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/explain',
        { params: paramsOf(name), query: { map_index: name.mapIndex } },
        signal,
      ),
  });

export const outputsQuery = (name: InstanceName) =>
  queryOptions({
    queryKey: [...instanceKey(name), 'outputs'],
    queryFn: ({ signal }) =>
      call<typeof getXComEntries>(
        'GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/xcomEntries',
        { params: paramsOf(name), query: { limit: 100, order_by: ['key'], map_index: name.mapIndex } },
        signal,
      ),
  });

export const outputQuery = (name: InstanceName, key: string) =>
  queryOptions({
    queryKey: [...instanceKey(name), 'outputs', key],
    queryFn: ({ signal }) =>
      call<typeof getXComEntry>(
        'GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/xcomEntries/{xcom_key}',
        {
          params: { ...paramsOf(name), xcom_key: key },
          query: { map_index: name.mapIndex, deserialize: true },
        },
        signal,
      ),
  });
