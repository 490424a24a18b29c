import { useNavigate, useRouterState, useSearch } from '@tanstack/react-router';
import { type LineRange, lineRangeHash, readLineRange } from './line-range.ts';
import { type LogSearch, readLogSearch } from './log-search.ts';

export interface LogParams {
  readonly search: LogSearch;
  readonly range: LineRange | null;
  readonly change: (change: LogSearch) => void;
  readonly mark: (range: LineRange) => void;
}

/** What of a log is shown, as the address says it. */
export function useLogParams(): LogParams {
  const navigate = useNavigate();
  const search = readLogSearch(useSearch({ strict: false }));
  const hash = useRouterState({ select: ({ location }) => location.hash });
  const go = (next: LogSearch, line: string) =>
    void navigate({
      to: '.',
      search: readLogSearch({ ...next }) as never,
      hash: line,
      replace: true,
      resetScroll: false,
    });
  return {
    search,
    range: readLineRange(hash),
    change: (change) => go({ ...search, ...change }, hash),
    mark: (range) => go(search, lineRangeHash(range)),
  };
}
