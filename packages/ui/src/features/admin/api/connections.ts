import { useMutation } from '@tanstack/react-query';
import type {
  AnswerOf,
  BodyOf,
  bulkConnections,
  getConnections,
  patchConnection,
  postConnection,
  testConnection,
} from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import { useChange } from '../../../shared/forms/use-change.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { listQuery, pageOf } from '../../../shared/table/list-query.ts';
import type { ListSearch } from '../../../shared/table/list-search.ts';

export type Connection = AnswerOf<typeof getConnections>['connections'][number];
export type ConnectionBody = BodyOf<typeof postConnection>;

export const connectionsQuery = (search: ListSearch) =>
  listQuery('connections', search, (signal) =>
    call<typeof getConnections>(
      'GET /api/v2/connections',
      {
        query: {
          ...pageOf(search, 'connection_id'),
          ...(search['q'] === undefined ? {} : { connection_id_pattern: `%${search['q']}%` }),
        },
      },
      signal,
    ),
  );

export interface ConnectionInput {
  /** The connection to change; null makes one. */
  readonly was: Connection | null;
  readonly body: ConnectionBody;
}

export function useSaveConnection() {
  const t = useWords();
  return useChange({
    send: ({ was, body }: ConnectionInput) =>
      was === null
        ? call<typeof postConnection>('POST /api/v2/connections', { query: {}, body })
        : call<typeof patchConnection>('PATCH /api/v2/connections/{connection_id}', {
            params: { connection_id: was.connection_id },
            query: {},
            body,
          }),
    touches: ['connections'],
    says: ({ body }) => t('admin.saved', { name: body.connection_id }),
  });
}

/** Whether the outside system answers. The server may not allow to ask. */
export function useTestConnection() {
  return useMutation({
    mutationFn: (body: ConnectionBody) => call<typeof testConnection>('POST /api/v2/connections/test', { body }),
  });
}

export function useDeleteConnections() {
  const t = useWords();
  return useChange({
    send: (ids: readonly string[]) =>
      call<typeof bulkConnections>('PATCH /api/v2/connections', {
        query: {},
        body: { actions: [{ action: 'delete', entities: [...ids], action_on_non_existence: 'skip' }] },
      }),
    touches: ['connections'],
    says: (ids) => t('admin.deleted', { count: ids.length, name: ids[0] ?? '' }),
  });
}
