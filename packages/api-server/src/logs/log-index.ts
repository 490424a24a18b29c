/**
 * What is known of a log file without reading it again: where lines begin, their levels, groups, and counts.
 *
 * Plain data, so that it can travel between threads. It grows with the file, line by line; see `indexLines`.
 */
import { LOG_LEVELS, type LogLevel } from '@tradewind/model';

/** The byte at which every so many lines begin is kept. */
export const LINES_PER_OFFSET = 1000;
/** Groups beyond these are not kept. */
const MOST_GROUPS = 20_000;
const LEVELS_PER_BYTE = 4;

export interface LogGroup {
  readonly name: string;
  /** The line that opens it. */
  readonly line: number;
  /** The line that closes it; null while it is open. */
  end: number | null;
  /** How many groups it is within. */
  readonly depth: number;
}

export interface LogIndex {
  /** The hash of the first bytes of the file, which says whether it is still the same one. */
  head: string;
  /** How much of the file is indexed: up to the end of a line. */
  bytes: number;
  lines: number;
  /** The byte at which line 0, 1,000, 2,000, … begins. */
  readonly offsets: number[];
  /** Two bits for each line: the place of its level in `LOG_LEVELS`. */
  levels: Uint8Array<ArrayBuffer>;
  /** Lines of each level, in the order of `LOG_LEVELS`. */
  readonly counts: number[];
  readonly groups: LogGroup[];
  /** Places in `groups` of those that are open, the innermost last. */
  readonly open: number[];
  /** ISO 8601; null without lines. */
  firstAt: string | null;
  lastAt: string | null;
}

export function emptyIndex(): LogIndex {
  return {
    head: '',
    bytes: 0,
    lines: 0,
    offsets: [],
    levels: new Uint8Array(256),
    counts: LOG_LEVELS.map(() => 0),
    groups: [],
    open: [],
    firstAt: null,
    lastAt: null,
  };
}

/** Adds a line that begins at byte `offset`. */
export function addLine(index: LogIndex, offset: number, levelCode: number): void {
  const { lines } = index;
  if (lines % LINES_PER_OFFSET === 0) index.offsets.push(offset);
  const at = lines >> 2;
  if (at >= index.levels.length) index.levels = enlarge(index.levels);
  index.levels[at]! |= levelCode << (2 * (lines % LEVELS_PER_BYTE));
  index.counts[levelCode]! += 1;
  index.lines = lines + 1;
}

function enlarge(levels: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(levels.length * 2);
  larger.set(levels);
  return larger;
}

export function openGroup(index: LogIndex, line: number, name: string): void {
  if (index.groups.length >= MOST_GROUPS) return;
  index.groups.push({ name, line, end: null, depth: index.open.length });
  index.open.push(index.groups.length - 1);
}

export function closeGroup(index: LogIndex, line: number): void {
  const innermost = index.open.pop();
  if (innermost !== undefined) index.groups[innermost]!.end = line;
}

export function levelOf(index: LogIndex, line: number): LogLevel {
  return LOG_LEVELS[codeOf(index, line)]!;
}

function codeOf({ levels }: LogIndex, line: number): number {
  return (levels[line >> 2]! >> (2 * (line % LEVELS_PER_BYTE))) & 3;
}

/** The first `limit` lines from `from` on that have one of these levels. */
export function linesOfLevel(
  index: LogIndex,
  levels: ReadonlySet<LogLevel>,
  { from, limit }: { readonly from: number; readonly limit: number },
): readonly number[] {
  const wanted = LOG_LEVELS.map((level) => levels.has(level));
  const found: number[] = [];
  for (let line = from; line < index.lines && found.length < limit; line += 1)
    if (wanted[codeOf(index, line)]) found.push(line);
  return found;
}
