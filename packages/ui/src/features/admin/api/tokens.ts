import { queryOptions } from '@tanstack/react-query';
import type { AnswerOf, BodyOf, deleteMyToken, getMyTokens, postMyToken } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import { useChange } from '../../../shared/forms/use-change.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import type { PageOf } from '../../../shared/table/list-panel.tsx';

export type Token = AnswerOf<typeof getMyTokens>['tokens'][number];

/** The tokens of the one who is signed in. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }): Promise<PageOf<Token>> => {
    const { tokens, total_entries } = await call<typeof getMyTokens>('GET /auth/tokens', {}, signal);
    return { rows: tokens, total: total_entries };
  },
});

export function useIssueToken() {
  const t = useWords();
  return useChange({
    send: (body: BodyOf<typeof postMyToken>) => call<typeof postMyToken>('POST /auth/tokens', { query: {}, body }),
    touches: ['tokens'],
    says: ({ name }) => t('tokens.issued', { name }),
  });
}

export function useRevokeToken() {
  const t = useWords();
  return useChange({
    send: ({ id }: Token) =>
      call<typeof deleteMyToken>('DELETE /auth/tokens/{token_id}', { params: { token_id: id }, query: {} }),
    touches: ['tokens'],
    says: ({ name }) => t('admin.deleted', { count: 1, name }),
  });
}
