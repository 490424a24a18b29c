import { LOG_LEVELS } from '@tradewind/model';
import { addLine, closeGroup, type LogIndex, openGroup } from './log-index.ts';
import { levelCodeAt, messageStartAt, parseLine } from './stored-line.ts';

const LINE_FEED = 10;
const COLON = 58;
const GROUP = '::group::';
const END_OF_GROUP = '::endgroup::';
const LONGEST_NAME = 200;

/** Adds whole lines to the index: the bytes of the file that follow those which it has. They end with a line feed. */
export function indexLines(index: LogIndex, bytes: Buffer): void {
  const letter = (at: number): number => bytes[at] ?? 0;
  let last = 0;
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, start);
    indexLine(index, { bytes, letter, start, end });
    last = start;
    start = end + 1;
  }
  if (bytes.length === 0) return;
  index.firstAt ??= instantAt(bytes, 0);
  index.lastAt = instantAt(bytes, last) ?? index.lastAt;
  index.bytes += bytes.length;
}

interface LineBytes {
  readonly bytes: Buffer;
  readonly letter: (at: number) => number;
  readonly start: number;
  readonly end: number;
}

function indexLine(index: LogIndex, { bytes, letter, start, end }: LineBytes): void {
  const line = index.lines;
  const code = levelCodeAt(letter, start);
  const message = code === -1 ? -1 : messageStartAt(letter, start);
  if (message === -1) {
    const parsed = parseLine(bytes.toString('utf8', start, end));
    addLine(index, index.bytes + start, LOG_LEVELS.indexOf(parsed.level));
    return markGroup(index, line, parsed.message);
  }
  addLine(index, index.bytes + start, code);
  if (bytes[message] === COLON && bytes[message + 1] === COLON)
    markGroup(index, line, parseLine(bytes.toString('utf8', start, end)).message);
}

function markGroup(index: LogIndex, line: number, message: string): void {
  if (message.startsWith(GROUP))
    openGroup(index, line, message.slice(GROUP.length, GROUP.length + LONGEST_NAME).trim());
  else if (message.startsWith(END_OF_GROUP)) closeGroup(index, line);
}

const AT = /^\{"at":"([^"]{20,32})"/;

function instantAt(bytes: Buffer, start: number): string | null {
  return AT.exec(bytes.toString('latin1', start, start + 50))?.[1] ?? null;
}
