/** Finds a regular expression, line by line; lines without escapes and fields are looked at without parsing them. */
import { LOG_LEVELS, type LogLevel } from '@tradewind/model';
import { fieldsText, levelCodeAt, messageStartAt, parseLine } from '../stored-line.ts';
import type { Finder } from './find-literal.ts';
import { type LogMatch, type LogQuery, patternOf } from './log-query.ts';

export function patternFinder(query: LogQuery): Finder {
  const pattern = patternOf(query);
  const levels: ReadonlySet<LogLevel> | null = query.levels.length === 0 ? null : new Set(query.levels);
  return function* find({ bytes, firstLine }) {
    const text = bytes.toString('utf8');
    const reader = new BlockText(text);
    let line = firstLine;
    for (let start = 0; start < text.length; line += 1) {
      const end = text.indexOf('\n', start);
      const place = { line, start, end };
      start = end + 1;
      const match = levels === null || levels.has(reader.levelAt(place)) ? reader.matchAt(pattern, place) : null;
      if (match !== null) yield match;
    }
  };
}

interface LinePlace {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** The text of a block, whose lines are looked at in order. */
class BlockText {
  readonly #text: string;
  readonly #letter: (at: number) => number;
  /** The first backslash that is not before the line. */
  #backslash = -1;

  constructor(text: string) {
    this.#text = text;
    this.#letter = (at) => text.charCodeAt(at);
    this.#backslash = this.#findBackslash(0);
  }

  levelAt({ start, end }: LinePlace): LogLevel {
    const code = levelCodeAt(this.#letter, start);
    return code === -1 ? parseLine(this.#text.slice(start, end)).level : LOG_LEVELS[code]!;
  }

  matchAt(pattern: RegExp, place: LinePlace): LogMatch | null {
    const { line, start, end } = place;
    const plain = this.#plainMessage(place);
    if (plain !== null) return matchOf(pattern.exec(plain), line);
    const parsed = parseLine(this.#text.slice(start, end));
    const inMessage = matchOf(pattern.exec(parsed.message), line);
    if (inMessage !== null) return inMessage;
    const inFields = matchOf(pattern.exec(fieldsText(parsed)), line);
    return inFields === null || parsed.fields === undefined ? null : { ...inFields, column: null };
  }

  /** The message, when it stands there as it is and is the last of the line; else null. */
  #plainMessage({ start, end }: LinePlace): string | null {
    const message = messageStartAt(this.#letter, start);
    if (message === -1) return null;
    if (this.#backslash < start) this.#backslash = this.#findBackslash(start);
    // Without a backslash the next quote closes the message; `"}` after it ends the line.
    const close = this.#backslash < end ? -1 : this.#text.indexOf('"', message);
    return close === end - 2 ? this.#text.slice(message, close) : null;
  }

  #findBackslash(from: number): number {
    const at = this.#text.indexOf('\\', from);
    return at === -1 ? Number.MAX_SAFE_INTEGER : at;
  }
}

function matchOf(found: RegExpExecArray | null, line: number): LogMatch | null {
  return found === null ? null : { line, column: found.index, length: found[0].length };
}
