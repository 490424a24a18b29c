import { queryOptions } from '@tanstack/react-query';
import type { AnswerOf, getEventLog, getEventLogs } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import { listQuery, pageOf } from '../../../shared/table/list-query.ts';
import type { ListSearch } from '../../../shared/table/list-search.ts';

export type AuditEvent = AnswerOf<typeof getEventLogs>['event_logs'][number];

export const VIAS = ['ui', 'api', 'cli', 'scheduler'] as const;
type Via = (typeof VIAS)[number];

export const eventsQuery = (search: ListSearch) => {
  const { event, owner, dag_id, run_id, task_id, via } = search;
  return listQuery('event_logs', search, (signal) =>
    call<typeof getEventLogs>(
      'GET /api/v2/eventLogs',
      {
        query: {
          ...pageOf(search, '-when'),
          ...(event === undefined ? {} : { event_pattern: event }),
          ...(owner === undefined ? {} : { owner_pattern: owner }),
          ...(dag_id === undefined ? {} : { dag_id_pattern: dag_id }),
          ...(run_id === undefined ? {} : { run_id }),
          ...(task_id === undefined ? {} : { task_id }),
          ...(via === undefined ? {} : { via: via as Via }),
        },
      },
      signal,
    ),
  );
};

/** One event with all that was kept of it. */
export const eventQuery = (id: number) =>
  queryOptions({
    queryKey: ['event_logs', 'one', id],
    queryFn: ({ signal }) =>
      call<typeof getEventLog>('GET /api/v2/eventLogs/{event_log_id}', { params: { event_log_id: id } }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
