export interface FramePlace {
  /** As people are to read it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1; null when only the line is known. */
  readonly column: number | null;
}

const LINES_AROUND = 2;
const LONGEST_LINE = 160;

/**
 * The lines of `text` around a place, with a mark:
 *
 *     sales.ts:2:7
 *       1 | import { dag } from 'tradewind';
 *     > 2 | const = 1;
 *         |       ^
 */
export function codeFrame(text: string, { file, line, column }: FramePlace): string | null {
  const lines = text.split('\n');
  if (lines[line - 1] === undefined) return null;
  const first = Math.max(1, line - LINES_AROUND);
  const last = Math.min(lines.length, line + LINES_AROUND);
  const width = String(last).length;
  const rows = [column === null ? `${file}:${line}` : `${file}:${line}:${column}`];
  for (let at = first; at <= last; at++) {
    const content = lines[at - 1]!.trimEnd().replaceAll('\t', ' ').slice(0, LONGEST_LINE);
    rows.push(`${at === line ? '>' : ' '} ${String(at).padStart(width)} | ${content}`.trimEnd());
    if (at === line && column !== null && column <= LONGEST_LINE) {
      rows.push(`  ${' '.repeat(width)} | ${' '.repeat(column - 1)}^`);
    }
  }
  return rows.join('\n');
}
