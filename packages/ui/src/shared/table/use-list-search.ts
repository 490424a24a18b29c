import { useNavigate, useSearch } from '@tanstack/react-router';
import { isFiltered, type ListSearch, nextSort } from './list-search.ts';

export interface ListState {
  readonly search: ListSearch;
  readonly isFiltered: boolean;
  /** Sets filters, undefined takes one away; the list starts at its first page again. */
  filter(change: Readonly<Record<string, string | undefined>>): void;
  sortBy(column: string): void;
  turnTo(cursor: string): void;
  clear(): void;
}

/** The state of the list of this page, which is in its address. The route validates it with `listSearch`. */
export function useListSearch(): ListState {
  const search = useSearch({ strict: false }) as ListSearch;
  const navigate = useNavigate();
  const show = (next: ListSearch, replace: boolean) =>
    void navigate({ to: '.', search: withoutGaps(next) as never, replace });
  const { cursor: _, ...withoutCursor } = search;
  return {
    search,
    isFiltered: isFiltered(search),
    filter: (change) => show({ ...withoutCursor, ...change }, true),
    sortBy: (column) => show({ ...withoutCursor, sort: nextSort(search.sort, column) }, true),
    turnTo: (cursor) => show({ ...search, cursor }, false),
    clear: () => show({}, false),
  };
}

function withoutGaps(search: ListSearch): ListSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));
}
