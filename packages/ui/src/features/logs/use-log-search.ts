import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { searchLines } from './api/log.ts';
import type { LogName } from './log-name.ts';
import type { Level } from './log-search.ts';

export interface FoundLines {
  /** In order, each once. */
  readonly lines: readonly number[];
  readonly isSearching: boolean;
  /** True: there are more than these. */
  readonly isMore: boolean;
  readonly error: Error | null;
}

interface Wanted {
  readonly text: string;
  readonly levels: readonly Level[];
  /** How many at most. */
  readonly limit: number;
  /** Searches again when it changes: how long the log is. */
  readonly total: number;
}

const NOTHING: FoundLines = { lines: [], isSearching: false, isMore: false, error: null };
const TYPING_MS = 200;

/** The lines that hold a text and are of some levels; null when nothing is asked for. */
export function useLogSearch(name: LogName, { text, levels, limit, total }: Wanted): FoundLines | null {
  const [typed] = useDebouncedValue(text, TYPING_MS);
  const [length] = useDebouncedValue(total, TYPING_MS);
  const [found, setFound] = useState(NOTHING);
  const wanted = levels.join();
  const isWanted = typed !== '' || wanted !== '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a log that grew is searched again.
  useEffect(() => {
    if (!isWanted) return setFound(NOTHING);
    const abort = new AbortController();
    const lines: number[] = [];
    const show = (rest: Partial<FoundLines>): void => setFound({ ...NOTHING, lines: [...lines], ...rest });
    setFound((before) => ({ ...before, isSearching: true, error: null }));
    searchLines(
      name,
      { text: typed, levels: wanted === '' ? [] : wanted.split(','), limit },
      {
        signal: abort.signal,
        onLines: (more) => {
          for (const line of more) if (line !== lines.at(-1)) lines.push(line);
          show({ isSearching: true });
        },
      },
    ).then(
      (isMore) => show({ isMore }),
      (error: Error) => abort.signal.aborted || show({ error }),
    );
    return () => abort.abort();
  }, [name, typed, wanted, limit, isWanted, length]);
  return isWanted ? found : null;
}
