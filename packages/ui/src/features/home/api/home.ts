/** What the first page asks. Each part asks for itself. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  AnswerOf,
  getAcknowledgements,
  getDagRuns,
  getDags,
  getErrors,
  getHealth,
  getImportErrors,
  getTimeBuckets,
  postAcknowledgement,
} from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import { useChange } from '../../../shared/forms/use-change.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';

const SHOWN = 8;
const SOON_MS = 10_000;
const LATER_MS = 60_000;

export type ErrorGroup = AnswerOf<typeof getErrors>['errors'][number];
export type Buckets = AnswerOf<typeof getTimeBuckets>;

export const errorsQuery = queryOptions({
  queryKey: ['errors', 'home'],
  queryFn: ({ signal }) =>
    call<typeof getErrors>('GET /api/v2/errors', { query: { order_by: ['-last_seen'], limit: 50 } }, signal),
  refetchInterval: SOON_MS,
});

export const acknowledgedQuery = queryOptions({
  queryKey: ['acknowledgements', 'failure'],
  queryFn: ({ signal }) =>
    call<typeof getAcknowledgements>(
      'GET /api/v2/acknowledgements',
      { query: { kind: 'failure', limit: 100, order_by: ['-changed_at'] } },
      signal,
    ),
});

export const faultsQuery = queryOptions({
  queryKey: ['import_errors', 'home'],
  queryFn: ({ signal }) =>
    call<typeof getImportErrors>('GET /api/v2/importErrors', { query: { limit: SHOWN } }, signal),
  refetchInterval: SOON_MS,
});

export const runningQuery = queryOptions({
  queryKey: ['runs', 'home'],
  queryFn: ({ signal }) =>
    call<typeof getDagRuns>(
      'GET /api/v2/dags/{dag_id}/dagRuns',
      { params: { dag_id: '~' }, query: { state: ['running', 'queued'], order_by: ['-start_date'], limit: SHOWN } },
      signal,
    ),
  refetchInterval: SOON_MS / 2,
});

export const nextQuery = queryOptions({
  queryKey: ['dags', 'home'],
  queryFn: ({ signal }) =>
    call<typeof getDags>(
      'GET /api/v2/dags',
      { query: { paused: false, order_by: ['next_dagrun'], limit: 50 } },
      signal,
    ),
  refetchInterval: SOON_MS,
});

/** Whether there is any DAG at all. */
export const anyDagQuery = queryOptions({
  queryKey: ['dags', 'any'],
  queryFn: ({ signal }) => call<typeof getDags>('GET /api/v2/dags', { query: { limit: 1 } }, signal),
  refetchInterval: ({ state }) => (state.data?.total_entries === 0 ? 2000 : false),
});

/** The runs of the last day, by the hour. */
export const bucketsQuery = queryOptions({
  queryKey: ['buckets', 'home'],
  queryFn: ({ signal }) => call<typeof getTimeBuckets>('GET /api/v2/stats/buckets', { query: {} }, signal),
  refetchInterval: LATER_MS,
  placeholderData: keepPreviousData,
});

export const homeHealthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => call<typeof getHealth>('GET /api/v2/monitor/health', {}, signal),
  refetchInterval: SOON_MS,
});

/** Says that somebody has seen a failure: it comes back when it happens again. */
export function useAcknowledge() {
  const t = useWords();
  return useChange({
    send: ({ fingerprint }: ErrorGroup) =>
      call<typeof postAcknowledgement>('POST /api/v2/acknowledgements', {
        query: {},
        body: { kind: 'failure', subject: fingerprint },
      }),
    touches: ['acknowledgements'],
    says: ({ name }) => t('home.acknowledged', { name }),
  });
}
