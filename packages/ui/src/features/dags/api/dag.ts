import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { getDagDetails, getDagRuns, getDagSource, getDagVersions, getTasks } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';

const STRIP_RUNS = 50;

export const dagQuery = (dagId: string) =>
  queryOptions({
    queryKey: ['dag', dagId],
    queryFn: ({ signal }) =>
      call<typeof getDagDetails>('GET /api/v2/dags/{dag_id}/details', { params: { dag_id: dagId } }, signal),
    // Never those of another DAG: a page of one shows nothing of the other.
    placeholderData: (before) => (before?.dag_id === dagId ? before : undefined),
  });

/** The last runs, the oldest first. */
export const runStripQuery = (dagId: string) =>
  queryOptions({
    queryKey: ['dag-runs', dagId, 'strip'],
    queryFn: async ({ signal }) => {
      const { dag_runs } = await call<typeof getDagRuns>(
        'GET /api/v2/dags/{dag_id}/dagRuns',
        { params: { dag_id: dagId }, query: { limit: STRIP_RUNS, order_by: ['-run_after'] } },
        signal,
      );
      return dag_runs.toReversed();
    },
  });

export const tasksQuery = (dagId: string) =>
  queryOptions({
    queryKey: ['dag', dagId, 'tasks'],
    queryFn: ({ signal }) =>
      call<typeof getTasks>('GET /api/v2/dags/{dag_id}/tasks', { params: { dag_id: dagId }, query: {} }, signal),
  });

export const versionsQuery = (dagId: string, cursor = '') =>
  queryOptions({
    queryKey: ['dag', dagId, 'versions', cursor],
    queryFn: ({ signal }) =>
      call<typeof getDagVersions>(
        'GET /api/v2/dags/{dag_id}/dagVersions',
        { params: { dag_id: dagId }, query: { limit: 50, order_by: ['-version_number'], cursor } },
        signal,
      ),
    placeholderData: keepPreviousData,
  });

/** The file of a version; of the one in force when none is named. */
export const sourceQuery = (dagId: string, version: number | undefined) =>
  queryOptions({
    queryKey: ['dag', dagId, 'source', version],
    queryFn: ({ signal }) =>
      call<typeof getDagSource>(
        'GET /api/v2/dagSources/{dag_id}',
        { params: { dag_id: dagId }, query: version === undefined ? {} : { version_number: version } },
        signal,
      ),
  });
