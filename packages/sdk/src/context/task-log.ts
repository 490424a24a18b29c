import type { TaskServices } from './task-services.ts';

/** Facts that belong to a line of the log. */
export interface LogFields {
  readonly [name: string]: unknown;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Where a line came from: `task` for `ctx.log`, else what a child process printed to. */
export type LogStream = 'task' | 'stdout' | 'stderr';

/** One line of an attempt's log. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields | null;
  readonly stream: LogStream;
}

/** Writes to the log of the attempt. Say what happened in a constant message, and with what in the fields. */
export class TaskLog {
  readonly #services: TaskServices;

  constructor(services: TaskServices) {
    this.#services = services;
  }

  debug(message: string, fields?: LogFields): void {
    this.#write('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#write('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#write('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#write('error', message, fields);
  }

  /** Writes a line that a process printed. */
  printed(stream: 'stdout' | 'stderr', line: string): void {
    this.#services.log({ level: 'info', message: line, fields: null, stream });
  }

  #write(level: LogLevel, message: string, fields: LogFields | undefined): void {
    this.#services.log({ level, message, fields: fields ?? null, stream: 'task' });
  }
}
