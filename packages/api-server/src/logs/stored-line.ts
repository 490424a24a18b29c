/**
 * How a line of a log file is read without parsing it.
 *
 * A line is JSON with its fields in one order: `{"at":"<24 letters>","level":"<level>","stream":"<stream>","message":"…"`.
 * What does not look like that is read by a parser of JSON, and what is no JSON is shown as it is.
 */
import { LOG_LEVELS, type LogLevel, type LogLine } from '@tradewind/model';

const QUOTE = 34;
const COLON = 58;
/** `{"at":"` and an instant. */
const AT_END = 31;
/** After `","level":"`. */
const LEVEL_START = 42;
const [D, E, I, L, S, W] = [...'deilsw'].map((letter) => letter.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
  number,
];

/** A byte of a buffer, or a letter of a text. */
export type Letter = (at: number) => number;

/** The place of the level in `LOG_LEVELS`; -1 when the line that begins at `start` does not look as it should. */
export function levelCodeAt(letter: Letter, start: number): number {
  if (letter(start + AT_END) !== QUOTE || letter(start + LEVEL_START - 2) !== COLON) return -1;
  switch (letter(start + LEVEL_START)) {
    case D:
      return 0;
    case I:
      return 1;
    case W:
      return 2;
    case E:
      return 3;
    default:
      return -1;
  }
}

/** Where the text of the message begins; -1 when the line does not look as it should. */
export function messageStartAt(letter: Letter, start: number): number {
  const level = levelCodeAt(letter, start);
  if (level === -1) return -1;
  const stream = start + LEVEL_START + (level === 0 || level === 3 ? 5 : 4) + '","stream":"'.length;
  const first = letter(stream);
  if (first !== L && first !== S) return -1;
  const message = stream + (first === L ? 3 : 6) + '","message":"'.length;
  return letter(message - 1) === QUOTE && letter(message - 2) === COLON ? message : -1;
}

/** Parses a line; one that a crash has damaged is shown as it is. */
export function parseLine(text: string): LogLine {
  try {
    const line = JSON.parse(text) as Partial<LogLine> | null;
    if (typeof line?.message === 'string' && isLevel(line.level)) return line as LogLine;
  } catch {
    // Not even JSON.
  }
  return { at: new Date(0).toISOString(), level: 'info', stream: 'system', message: text };
}

function isLevel(value: unknown): value is LogLevel {
  return (LOG_LEVELS as readonly unknown[]).includes(value);
}

/** The fields as people search them: `key=value`, one after the other. */
export function fieldsText({ fields }: LogLine): string {
  if (fields === undefined || fields === null) return '';
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}
