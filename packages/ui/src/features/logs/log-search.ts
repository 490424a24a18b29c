/** What of a log is shown, as search parameters. Unknown values are dropped. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];

export interface LogSearch {
  /** Left out: the last try. */
  readonly try?: number;
  /** Only lines of these levels. Left out: all. */
  readonly levels?: readonly Level[];
  /** What is looked for. */
  readonly find?: string;
}

export function readLogSearch({ try: number, levels, find }: Record<string, unknown>): LogSearch {
  const known = Array.isArray(levels) ? LEVELS.filter((level) => levels.includes(level)) : [];
  return {
    ...(typeof number === 'number' && Number.isInteger(number) && number > 0 ? { try: number } : {}),
    ...(known.length > 0 && known.length < LEVELS.length ? { levels: known } : {}),
    ...((typeof find === 'string' || typeof find === 'number') && find !== '' ? { find: String(find) } : {}),
  };
}
