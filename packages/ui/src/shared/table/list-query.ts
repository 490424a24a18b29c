import { keepPreviousData, type QueryKey, queryOptions } from '@tanstack/react-query';
import type { PageOf } from './list-panel.tsx';
import type { ListSearch } from './list-search.ts';

/** Rows of a page. */
const PAGE = 50;

interface Counts {
  readonly total_entries: number;
  readonly total_is_estimate?: boolean;
  readonly next_cursor?: string | null;
  readonly previous_cursor?: string | null;
}

/** The page of a list whose collection is under `name`: `listQuery('variables', search, (signal) => call(…))`. */
export function listQuery<const Name extends string, Row>(
  name: Name,
  search: ListSearch,
  read: (signal: AbortSignal) => Promise<Counts & { readonly [Key in Name]: readonly Row[] }>,
) {
  return queryOptions({
    queryKey: [name, search] as QueryKey,
    queryFn: async ({ signal }): Promise<PageOf<Row>> => {
      const answer = await read(signal);
      return {
        rows: answer[name],
        total: answer.total_entries,
        isEstimate: answer.total_is_estimate,
        next: answer.next_cursor,
        previous: answer.previous_cursor,
      };
    },
    placeholderData: keepPreviousData,
  });
}

/** What every list asks for: its page and its order. */
export function pageOf({ cursor, sort }: ListSearch, fallback: string) {
  return { limit: PAGE, cursor: cursor ?? '', order_by: [sort ?? fallback] };
}
