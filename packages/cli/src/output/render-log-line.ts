import type { LogLine } from '../ports/logs-port.ts';
import type { Styles } from './styles.ts';

const LEVEL_STYLES = { debug: 'dim', info: 'blue', warn: 'yellow', error: 'red' } as const;

/** `06:00:01.250 info  fetching from=2026-03-01`: what the task printed itself has no level. */
export function renderLogLine({ at, level, stream, message, fields }: LogLine, styles: Styles): string {
  const time = styles.dim(at.slice(11, 23));
  const facts = Object.entries(fields ?? {}).map(([name, value]) => `${styles.cyan(name)}=${formatField(value)}`);
  const text = [message, ...facts].join(' ');
  if (stream === 'stdout') return `${time}       ${text}`;
  if (stream === 'stderr') return `${time} ${styles.yellow('err  ')} ${text}`;
  const word = styles[LEVEL_STYLES[level]](level.padEnd(5));
  return stream === 'system' ? `${time} ${word} ${styles.dim(text)}` : `${time} ${word} ${text}`;
}

function formatField(value: unknown): string {
  return typeof value === 'string' && /^\S+$/.test(value) ? value : JSON.stringify(value);
}
