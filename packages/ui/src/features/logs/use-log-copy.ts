import { useClipboard } from '@mantine/hooks';
import { stripAnsi } from './ansi.ts';
import { fetchLines } from './api/log.ts';
import type { LineRange } from './line-range.ts';
import { plainLine } from './log-line.ts';
import type { LogName } from './log-name.ts';

interface Copied {
  readonly name: LogName;
  /** What is marked; null: the end of the log. */
  readonly range: LineRange | null;
  readonly total: number;
  readonly version: string | null;
}

const MOST_LINES = 10_000;

/** Copies the marked lines, or else the whole log, the end of it when it is long. */
export function useLogCopy({ name, range, total, version }: Copied) {
  const { copy, copied } = useClipboard();
  const run = async (): Promise<void> => {
    const selection = window.getSelection()?.toString() ?? '';
    if (range === null && selection !== '') return copy(selection);
    const first = range?.first ?? Math.max(0, total - MOST_LINES);
    const limit = Math.min(MOST_LINES, (range?.last ?? total) - first + 1);
    const lines = await fetchLines(name, { from: first, limit, version });
    copy(lines.map((line) => stripAnsi(plainLine(line))).join('\n'));
  };
  return { run: () => void run(), isDone: copied };
}
