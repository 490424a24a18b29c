import type { LogLine } from '@tradewind/model';

/** A line as Airflow shows it: what the task logged beside the message stands beside it. */
export function presentLogLine({ at, level, stream, message, fields }: LogLine): Record<string, unknown> {
  return {
    ...fields,
    timestamp: at,
    event: message,
    level: level === 'warn' ? 'warning' : level,
    logger: stream === 'log' ? 'task' : `task.${stream}`,
  };
}

/** A line as people read it. */
export function plainLogLine({ at, level, message, fields }: LogLine): string {
  const shown = Object.entries(fields ?? {}).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `[${at}] ${level.toUpperCase()} - ${message}${shown.join('')}\n`;
}
