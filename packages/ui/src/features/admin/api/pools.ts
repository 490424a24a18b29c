import type { AnswerOf, BodyOf, deletePool, getPools, patchPool, postPool } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import { useChange } from '../../../shared/forms/use-change.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { listQuery, pageOf } from '../../../shared/table/list-query.ts';
import type { ListSearch } from '../../../shared/table/list-search.ts';

export type Pool = AnswerOf<typeof getPools>['pools'][number];

export const poolsQuery = (search: ListSearch) =>
  listQuery('pools', search, (signal) =>
    call<typeof getPools>(
      'GET /api/v2/pools',
      {
        query: {
          ...pageOf(search, 'name'),
          ...(search['q'] === undefined ? {} : { pool_name_pattern: `%${search['q']}%` }),
        },
      },
      signal,
    ),
  );

export function useCreatePool() {
  const t = useWords();
  return useChange({
    send: (body: BodyOf<typeof postPool>) => call<typeof postPool>('POST /api/v2/pools', { query: {}, body }),
    touches: ['pools'],
    says: ({ name }) => t('admin.saved', { name }),
  });
}

export interface PoolChange {
  readonly name: string;
  readonly body: BodyOf<typeof patchPool>;
}

export function useChangePool() {
  const t = useWords();
  return useChange({
    send: ({ name, body }: PoolChange) =>
      call<typeof patchPool>('PATCH /api/v2/pools/{pool_name}', { params: { pool_name: name }, query: {}, body }),
    touches: ['pools'],
    says: ({ name }) => t('admin.saved', { name }),
  });
}

export function useDeletePool() {
  const t = useWords();
  return useChange({
    send: (name: string) =>
      call<typeof deletePool>('DELETE /api/v2/pools/{pool_name}', { params: { pool_name: name }, query: {} }),
    touches: ['pools'],
    says: (name) => t('admin.deleted', { count: 1, name }),
  });
}
