/** What is looked for in a log. Plain data, so that it can travel between threads. */
import type { LogLevel } from '@tradewind/model';

export interface LogQuery {
  /** A text, or with `isPattern` a regular expression. */
  readonly text: string;
  readonly isPattern: boolean;
  /** Upper and lower case differ. */
  readonly isCaseSensitive: boolean;
  /** Only where it does not begin or end within a word. */
  readonly isWholeWord: boolean;
  /** Only lines of these levels; empty: of all. */
  readonly levels: readonly LogLevel[];
}

/** A line in which it was found. */
export interface LogMatch {
  readonly line: number;
  /** Where in the message it begins, in UTF-16; null: it is in the fields. */
  readonly column: number | null;
  readonly length: number;
}

const ASCII = /^[\0-\x7f]*$/;

/** Whether bytes can be compared, which is quicker than looking at texts; `=` may stand between a field and its value. */
export function isLiteral({ text, isPattern, isCaseSensitive, isWholeWord }: LogQuery): boolean {
  return !isPattern && !isWholeWord && text !== '' && !text.includes('=') && (isCaseSensitive || ASCII.test(text));
}

/** @throws {SyntaxError} when the text is no regular expression. */
export function patternOf({ text, isPattern, isCaseSensitive, isWholeWord }: LogQuery): RegExp {
  const source = isPattern ? text : text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const whole = isWholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
  const flags = isCaseSensitive ? '' : 'i';
  try {
    return new RegExp(whole, `${flags}u`);
  } catch (error) {
    // Older patterns escape what need not be escaped, which `u` forbids.
    if (isWholeWord) throw error;
    return new RegExp(whole, flags);
  }
}
