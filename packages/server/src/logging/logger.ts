/** The log of Tradewind itself: facts, then a constant message, as a line for people or as one JSON object. */
import type { Config } from '../config/index.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFacts = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(facts: LogFacts, message: string): void;
  info(facts: LogFacts, message: string): void;
  warn(facts: LogFacts, message: string): void;
  error(facts: LogFacts, message: string): void;
}

export interface LogSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

const COLOURS = { debug: '\u001b[2m', info: '\u001b[36m', warn: '\u001b[33m', error: '\u001b[31m' } as const;
const RESET = '\u001b[0m';
const DIM = '\u001b[2m';

export function createLogger({ level, format }: Config['logging'], sink: LogSink): Logger {
  const least = LOG_LEVELS.indexOf(level);
  const render = format === 'json' ? jsonLine : textLine(sink.isTTY === true);
  const logAt =
    (at: LogLevel) =>
    (facts: LogFacts, message: string): void => {
      if (LOG_LEVELS.indexOf(at) >= least) sink.write(`${render(at, facts, message)}\n`);
    };
  return { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
}

function jsonLine(level: LogLevel, facts: LogFacts, message: string): string {
  return JSON.stringify({ at: new Date().toISOString(), level, message, ...facts });
}

/** `14:02:11.123 info  run finished  dag=sales run=manual__… state=success` */
function textLine(isColoured: boolean): (level: LogLevel, facts: LogFacts, message: string) => string {
  const paint = (code: string, text: string): string => (isColoured ? `${code}${text}${RESET}` : text);
  return (level, facts, message) => {
    const time = paint(DIM, new Date().toISOString().slice(11, 23));
    const details = Object.entries(facts).map(([name, value]) => `${paint(DIM, `${name}=`)}${textOf(value)}`);
    return [time, paint(COLOURS[level], level.padEnd(5)), message.padEnd(20), ...details].join(' ').trimEnd();
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  return JSON.stringify(value) ?? String(value);
}
