import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useReducer, useState } from 'react';
import { fetchLines, type LogMeta, logMetaQuery } from './api/log.ts';
import { type LogName, logUrl } from './log-name.ts';
import { LogPages } from './log-pages.ts';

export interface LogLines {
  readonly pages: LogPages;
  /** How many lines there are so far. */
  readonly total: number;
  /** Why some could not be read. */
  readonly error: Error | null;
}

/** While a log grows, its facts are read again this often at most. */
const META_PAUSE_MS = 1500;

/** The lines of a log, and those that come while its attempt runs. */
export function useLogLines(name: LogName, { lines, complete, version }: LogMeta): LogLines {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [error, setError] = useState<Error | null>(null);
  const [grown, setGrown] = useState(0);
  const pages = useMemo(
    () =>
      new LogPages({
        read: (from, limit, signal) => fetchLines(name, { from, limit, version }, signal),
        onChange: (problem) => {
          setError(problem);
          redraw();
        },
      }),
    [name, version],
  );
  useEffect(() => () => pages.close(), [pages]);
  useTail(name, complete, (from, texts) => {
    pages.append(from, texts);
    setGrown(from + texts.length);
  });
  return { pages, total: Math.max(lines, grown), error };
}

/** Hears of new lines until the log is complete. */
function useTail(name: LogName, isComplete: boolean, onLines: (from: number, lines: readonly string[]) => void): void {
  const client = useQueryClient();
  const tell = useEffectEvent(onLines);
  useEffect(() => {
    if (isComplete) return;
    const { queryKey } = logMetaQuery(name);
    const from = client.getQueryData(queryKey)?.lines ?? 0;
    const source = new EventSource(logUrl(name, '/tail', [['from', `${from}`]]));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readMeta = (): void => {
      timer = undefined;
      void client.invalidateQueries({ queryKey });
    };
    source.addEventListener('lines', ({ data }) => {
      const told = JSON.parse(data) as { readonly from: number; readonly lines: readonly unknown[] };
      tell(
        told.from,
        told.lines.map((line) => JSON.stringify(line)),
      );
      timer ??= setTimeout(readMeta, META_PAUSE_MS);
    });
    source.addEventListener('end', () => {
      source.close();
      readMeta();
    });
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [name, isComplete, client]);
}
