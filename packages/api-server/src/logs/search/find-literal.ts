/**
 * Finds a text by comparing bytes: of a line only what holds it is read.
 *
 * The text is looked for as JSON writes it, so whatever is in a message is found; what is found is then checked, since
 * the same bytes may be a part of an escape or of the JSON around the message.
 */
import type { LogLevel } from '@tradewind/model';
import { LOG_LEVELS } from '@tradewind/model';
import { fieldsText, levelCodeAt, messageStartAt, parseLine } from '../stored-line.ts';
import type { LogMatch, LogQuery } from './log-query.ts';

const LINE_FEED = 10;
const QUOTE = 34;
const BACKSLASH = 92;
/** The longest escape: `\u001b`. */
const ESCAPE_LENGTH = 6;

export interface Block {
  /** Whole lines. */
  readonly bytes: Buffer;
  /** The number of the first one. */
  readonly firstLine: number;
}

/** Finds the lines of a block, in order. */
export type Finder = (block: Block) => Iterable<LogMatch>;

export function literalFinder(query: LogQuery): Finder {
  const encoded = JSON.stringify(query.text).slice(1, -1);
  const needle = Buffer.from(query.isCaseSensitive ? encoded : encoded.toLowerCase());
  const levels: ReadonlySet<LogLevel> | null = query.levels.length === 0 ? null : new Set(query.levels);
  return function* find({ bytes, firstLine }) {
    const next = searcher(bytes, needle, query.isCaseSensitive);
    let line = firstLine;
    let counted = 0;
    for (let at = next(0); at !== -1; ) {
      const start = at === 0 ? 0 : bytes.lastIndexOf(LINE_FEED, at - 1) + 1;
      for (; counted < start; line += 1) counted = bytes.indexOf(LINE_FEED, counted) + 1;
      const end = bytes.indexOf(LINE_FEED, at);
      const place = placeIn({ bytes, start, end, at, needle, query, levels });
      if (place.kind === 'found') yield { line, column: place.column, length: query.text.length };
      at = next(place.kind === 'later' ? place.from : end + 1);
    }
  };
}

/** Where the bytes come next, from a byte on. */
function searcher(bytes: Buffer, needle: Buffer, isCaseSensitive: boolean): (from: number) => number {
  if (isCaseSensitive) return (from) => bytes.indexOf(needle, from);
  // One letter for each byte; only those of ASCII matter, and no other one becomes one of them.
  const text = bytes.toString('latin1').toLowerCase();
  const wanted = needle.toString('latin1');
  return (from) => text.indexOf(wanted, from);
}

interface Candidate {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly at: number;
  readonly needle: Buffer;
  readonly query: LogQuery;
  readonly levels: ReadonlySet<LogLevel> | null;
}

type Place =
  | { readonly kind: 'found'; readonly column: number | null }
  /** Not here, but perhaps further on in the same line. */
  | { readonly kind: 'later'; readonly from: number }
  | { readonly kind: 'nowhere' };

function placeIn(candidate: Candidate): Place {
  const { bytes, start, at, needle, levels } = candidate;
  const letter = (place: number): number => bytes[place] ?? 0;
  const message = messageStartAt(letter, start);
  if (message === -1) return placeByParsing(candidate);
  if (levels !== null && !levels.has(LOG_LEVELS[levelCodeAt(letter, start)]!)) return { kind: 'nowhere' };
  if (at < message) return { kind: 'later', from: message };
  for (let index = Math.max(message, at - ESCAPE_LENGTH); index < at; index += 1)
    if (bytes[index] === BACKSLASH) return placeByParsing(candidate);
  const messageEnd = endOfText(bytes, message);
  if (at + needle.length > messageEnd) return placeByParsing(candidate);
  return { kind: 'found', column: textLength(bytes, message, at) };
}

/** The place of the quote that closes the text of JSON that begins here. */
function endOfText(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] !== QUOTE && at < bytes.length) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** How many letters the bytes of a text of JSON stand for. */
function textLength(bytes: Buffer, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]!;
    if (byte === BACKSLASH || byte > 127) return (JSON.parse(`"${bytes.toString('utf8', from, to)}"`) as string).length;
  }
  return to - from;
}

function placeByParsing({ bytes, start, end, query, levels }: Candidate): Place {
  const line = parseLine(bytes.toString('utf8', start, end));
  if (levels !== null && !levels.has(line.level)) return { kind: 'nowhere' };
  const fold = (text: string): string => (query.isCaseSensitive ? text : text.toLowerCase());
  const column = fold(line.message).indexOf(fold(query.text));
  if (column !== -1) return { kind: 'found', column };
  return fold(fieldsText(line)).includes(fold(query.text)) ? { kind: 'found', column: null } : { kind: 'nowhere' };
}
