import { rm } from 'node:fs/promises';
import { followLogFile } from './follow-log-file.ts';
import { LogFileWriter } from './log-file-writer.ts';
import type { AttemptRef, LogLine } from './log-line.ts';
import { logPath } from './log-path.ts';
import type { FollowOptions, LogPage, LogStore, ReadOptions } from './log-store.ts';
import { readLogFile } from './read-log-file.ts';

/** With more characters than this unwritten, writers should wait. */
const BEHIND_AT = 16 * 1024 * 1024;
const DEFAULT_PAGE_BYTES = 1024 * 1024;

export interface FileLogStoreOptions {
  /** The folder below which the logs lie; it is made when the first line comes. */
  readonly folder: string;
  /** Called for the first failure of a series, and again after a write that worked. */
  readonly onError?: (error: unknown) => void;
}

/** Keeps logs as files: one per attempt, one JSON object per line. See `logPath` for where. */
export class FileLogStore implements LogStore {
  readonly #folder: string;
  readonly #onError: (error: unknown) => void;
  readonly #writer: LogFileWriter;
  #lostLines = 0;
  #isFailing = false;

  constructor({ folder, onError = () => {} }: FileLogStoreOptions) {
    this.#folder = folder;
    this.#onError = onError;
    this.#writer = new LogFileWriter({
      onSuccess: () => {
        this.#isFailing = false;
      },
      onFailure: (error, lines) => this.#countLost(error, lines),
    });
  }

  /** Lines that could not be written. */
  get lostLines(): number {
    return this.#lostLines;
  }

  get isBehind(): boolean {
    return this.#writer.size > BEHIND_AT;
  }

  append(attempt: AttemptRef, lines: readonly LogLine[]): void {
    if (lines.length === 0) return;
    this.#writer.append(logPath(this.#folder, attempt), lines.map(encodeLine));
  }

  caughtUp(): Promise<void> {
    return this.#writer.idle();
  }

  read(attempt: AttemptRef, { from = 0, maxBytes = DEFAULT_PAGE_BYTES }: ReadOptions = {}): Promise<LogPage> {
    return readLogFile(logPath(this.#folder, attempt), from, maxBytes);
  }

  follow(attempt: AttemptRef, options: FollowOptions): AsyncIterable<LogPage> {
    return followLogFile(logPath(this.#folder, attempt), options);
  }

  async delete(attempt: AttemptRef): Promise<void> {
    const path = logPath(this.#folder, attempt);
    await rm(path, { force: true });
    // What the API server knows of it.
    await rm(`${path}.index`, { force: true });
  }

  #countLost(error: unknown, lines: number): void {
    this.#lostLines += lines;
    if (this.#isFailing) return;
    this.#isFailing = true;
    this.#onError(error);
  }
}

/** Fields in this order, whatever the order in `line`. */
function encodeLine({ at, level, stream, message, fields }: LogLine): string {
  return JSON.stringify({ at, level, stream, message, fields });
}
