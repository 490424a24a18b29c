import { LEVELS, type Level } from './log-search.ts';

/** A line of a log as it is shown. */
export interface ShownLine {
  /** ISO 8601; null when the line says none. */
  readonly at: string | null;
  readonly level: Level;
  readonly message: string;
  /** What was logged beside the message. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** Reads a line as it is stored; what is not stored so is shown as it is. */
export function readLogLine(text: string): ShownLine {
  try {
    const { at, level, message, fields } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return {
      at: typeof at === 'string' ? at : null,
      level: LEVELS.find((one) => one === level) ?? 'info',
      message: typeof message === 'string' ? message : JSON.stringify(message ?? ''),
      fields: typeof fields === 'object' && fields !== null ? Object.entries(fields).map(shownField) : [],
    };
  } catch {
    return { at: null, level: 'info', message: text, fields: [] };
  }
}

function shownField([name, value]: readonly [string, unknown]): readonly [string, string] {
  return [name, typeof value === 'string' ? value : JSON.stringify(value)];
}

/** A line as people paste it. */
export function plainLine(text: string): string {
  const { at, level, message, fields } = readLogLine(text);
  const beside = fields.map(([name, value]) => ` ${name}=${value}`).join('');
  return `${at === null ? '' : `[${at}] `}${level.toUpperCase()} - ${message}${beside}`;
}
