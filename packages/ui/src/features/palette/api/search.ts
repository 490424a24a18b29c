import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AnswerOf, search } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';

export type Found = AnswerOf<typeof search>['results'][number];

const OF_EACH_KIND = 5;

export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', text],
    queryFn: ({ signal }) =>
      call<typeof search>('GET /api/v2/search', { query: { q: text, limit: OF_EACH_KIND } }, signal),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
