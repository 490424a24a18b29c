/** Finds a regular expression, line by line; lines without escapes are looked at without parsing them. */
import { LOG_LEVELS, type LogLevel } from '@tradewind/model';
import { fieldsText, levelCodeAt, messageStartAt, parseLine } from '../stored-line.ts';
import type { Finder } from './find-literal.ts';
import { type LogMatch, type LogQuery, patternOf } from './log-query.ts';

interface SearchedLine {
  readonly message: string;
  /** Read only when the message does not match. */
  readonly fields: () => string;
}

export function patternFinder(query: LogQuery): Finder {
  const pattern = patternOf(query);
  const levels: ReadonlySet<LogLevel> | null = query.levels.length === 0 ? null : new Set(query.levels);
  return function* find({ bytes, firstLine }) {
    const text = bytes.toString('utf8');
    const letter = (at: number): number => text.charCodeAt(at);
    let line = firstLine;
    for (let start = 0; start < text.length; line += 1) {
      const end = text.indexOf('\n', start);
      const searched = readLine({ text, letter, start, end, levels });
      start = end + 1;
      const match = searched === null ? null : matchOf(pattern, searched, line);
      if (match !== null) yield match;
    }
  };
}

interface TextLine {
  readonly text: string;
  readonly letter: (at: number) => number;
  readonly start: number;
  readonly end: number;
  readonly levels: ReadonlySet<LogLevel> | null;
}

const nothing = (): string => '';

/** Null when it is of another level. */
function readLine({ text, letter, start, end, levels }: TextLine): SearchedLine | null {
  const message = messageStartAt(letter, start);
  if (message !== -1) {
    if (levels !== null && !levels.has(LOG_LEVELS[levelCodeAt(letter, start)]!)) return null;
    // Without a backslash there is no quote within the message, so this one closes it.
    const body = text.slice(message, end);
    if (body.endsWith('"}') && !body.includes('\\') && !body.includes('","fields":{'))
      return { message: body.slice(0, -2), fields: nothing };
  }
  const line = parseLine(text.slice(start, end));
  if (levels !== null && !levels.has(line.level)) return null;
  return { message: line.message, fields: () => fieldsText(line) };
}

function matchOf(pattern: RegExp, { message, fields }: SearchedLine, line: number): LogMatch | null {
  const found = pattern.exec(message);
  if (found !== null) return { line, column: found.index, length: found[0].length };
  const inFields = pattern.exec(fields());
  return inFields === null ? null : { line, column: null, length: inFields[0].length };
}
