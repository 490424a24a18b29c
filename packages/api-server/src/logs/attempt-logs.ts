/**
 * The logs of attempts by line: their index, windows of them, and searches.
 *
 * Indexes that were used last are kept in memory and brought up to date from the file; what has grown much since then is
 * read in a thread.
 */
import { stat } from 'node:fs/promises';
import type { AttemptRef, LogLevel } from '@tradewind/model';
import type { LogFiles } from '../ports.ts';
import { LINES_PER_OFFSET, type LogIndex, linesOfLevel } from './log-index.ts';
import { bringUpToDate, openOrNull, readIndex } from './log-index-file.ts';
import { LogThreads, type LogThreadsOptions } from './log-threads.ts';
import type { LogMatch, LogQuery } from './search/log-query.ts';
import { parseLine } from './stored-line.ts';

/** More than this is not read on the thread that answers. */
const MOST_AT_ONCE = 1024 * 1024;
const MOST_KEPT = 200;
/** Of the levels of kept indexes: a quarter of a byte for each line. */
const MOST_KEPT_BYTES = 32 * 1024 * 1024;
/** A window holds no more than this, but always one line. */
const MOST_WINDOW_BYTES = 8 * 1024 * 1024;
const LINE_FEED = 10;
const MATCHES_PER_LEVEL_PART = 10_000;

export interface LogWindow {
  /** The first line of it. */
  readonly from: number;
  /** The line after its last one. */
  readonly next: number;
  /** Lines as they are stored, each with its line feed. */
  readonly bytes: Buffer;
}

export interface LogSearch {
  readonly query: LogQuery;
  /** The first line to look at. */
  readonly from: number;
  readonly limit: number;
  readonly signal?: AbortSignal;
}

/** Some matches, and how far it has come. */
export interface FoundLines {
  readonly matches: readonly LogMatch[];
  readonly next: number;
}

export class AttemptLogs {
  readonly #files: LogFiles;
  readonly #threads: LogThreads;
  /** The one that was used last comes last. */
  readonly #kept = new Map<string, LogIndex>();
  readonly #updating = new Map<string, Promise<LogIndex>>();

  constructor(files: LogFiles, options: LogThreadsOptions = {}) {
    this.#files = files;
    this.#threads = new LogThreads(options);
  }

  pathOf(attempt: AttemptRef): string {
    return this.#files.pathOf(attempt);
  }

  /** The index of the log as it is now; a log that does not exist is empty. */
  async index(attempt: AttemptRef): Promise<LogIndex> {
    const path = this.pathOf(attempt);
    const running = this.#updating.get(path);
    // What is being read may have begun before the caller's line was there.
    if (running !== undefined) await running.catch(() => undefined);
    const updating = this.#updating.get(path) ?? this.#update(path);
    return updating;
  }

  /** At most `limit` lines from `from` on. */
  async window(
    attempt: AttemptRef,
    { from, limit }: { readonly from: number; readonly limit: number },
  ): Promise<LogWindow> {
    const index = await this.index(attempt);
    const first = Math.min(from, index.lines);
    const after = Math.min(first + limit, index.lines);
    const file = after > first ? await openOrNull(this.pathOf(attempt)) : null;
    if (file === null) return { from: first, next: first, bytes: Buffer.alloc(0) };
    try {
      const start = index.offsets[Math.floor(first / LINES_PER_OFFSET)]!;
      const end = index.offsets[Math.ceil(after / LINES_PER_OFFSET)] ?? index.bytes;
      const skipped = first % LINES_PER_OFFSET;
      for (let size = Math.min(end - start, MOST_WINDOW_BYTES); ; size = Math.min(end - start, size * 2)) {
        const buffer = Buffer.allocUnsafe(size);
        const { bytesRead } = await file.read(buffer, 0, size, start);
        const cut = cutLines(buffer.subarray(0, bytesRead), skipped, after - first);
        if (cut.lines > 0 || size === end - start) return { from: first, next: first + cut.lines, bytes: cut.bytes };
      }
    } finally {
      await file.close();
    }
  }

  /** Calls `onFound` as matches are found. @throws {LogJobTooSlowError} */
  async search(attempt: AttemptRef, search: LogSearch, onFound: (found: FoundLines) => void): Promise<void> {
    const index = await this.index(attempt);
    if (index.lines <= search.from) return;
    if (search.query.text === '') return findByLevel(index, search, onFound);
    const { query, from, limit, signal } = search;
    const { offsets, bytes, lines } = index;
    const job = {
      kind: 'search',
      search: { path: this.pathOf(attempt), index: { offsets, bytes, lines }, query, from, limit },
    } as const;
    await this.#threads.run(job, {
      ...(signal === undefined ? {} : { signal }),
      onNews: (news) => {
        if (news.kind === 'found') onFound(news.found);
      },
    });
  }

  close(): Promise<void> {
    return this.#threads.close();
  }

  #update(path: string): Promise<LogIndex> {
    const updating = this.#readIndex(path).finally(() => this.#updating.delete(path));
    this.#updating.set(path, updating);
    return updating;
  }

  async #readIndex(path: string): Promise<LogIndex> {
    const known = this.#kept.get(path) ?? null;
    const size = await sizeOf(path);
    const stored = known === null && size > MOST_AT_ONCE ? await readIndex(path) : known;
    const isMuch = size - (stored?.bytes ?? 0) > MOST_AT_ONCE;
    const index = isMuch ? await this.#indexInThread(path) : await bringUpToDate(path, stored);
    this.#keep(path, index);
    return index;
  }

  #keep(path: string, index: LogIndex): void {
    this.#kept.delete(path);
    if (index.lines > 0) this.#kept.set(path, index);
    let bytes = 0;
    for (const { levels } of this.#kept.values()) bytes += levels.length;
    for (const [oldest, { levels }] of this.#kept) {
      if ((this.#kept.size <= MOST_KEPT && bytes <= MOST_KEPT_BYTES) || oldest === path) break;
      this.#kept.delete(oldest);
      bytes -= levels.length;
    }
  }

  async #indexInThread(path: string): Promise<LogIndex> {
    let index: LogIndex | undefined;
    await this.#threads.run(
      { kind: 'index', path },
      {
        onNews: (news) => {
          if (news.kind === 'indexed') index = news.index;
        },
      },
    );
    return index!;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

/** `count` whole lines after the first `skipped` ones. */
function cutLines(bytes: Buffer, skipped: number, count: number): { readonly bytes: Buffer; readonly lines: number } {
  let start = 0;
  for (let line = 0; line < skipped; line += 1) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end === -1) return { bytes: Buffer.alloc(0), lines: 0 };
    start = end + 1;
  }
  let at = start;
  let lines = 0;
  for (; lines < count; lines += 1) {
    const end = bytes.indexOf(LINE_FEED, at);
    if (end === -1) break;
    at = end + 1;
  }
  return { bytes: bytes.subarray(start, at), lines };
}

/** Without a text, the index alone knows. */
function findByLevel(index: LogIndex, { query, from, limit }: LogSearch, onFound: (found: FoundLines) => void): void {
  const levels: ReadonlySet<LogLevel> = new Set(query.levels);
  let next = from;
  for (let left = limit; left > 0 && next < index.lines; ) {
    const part = Math.min(left, MATCHES_PER_LEVEL_PART);
    const lines = linesOfLevel(index, levels, { from: next, limit: part });
    left -= lines.length;
    next = lines.length < part ? index.lines : lines.at(-1)! + 1;
    onFound({ matches: lines.map((line) => ({ line, column: 0, length: 0 })), next });
  }
}

const START_OF_LINE = '{"at":"';

/** The lines of a window as JSON, one a line: what is no line of ours is put into one. */
export function jsonLines({ bytes }: LogWindow): readonly string[] {
  const texts = bytes.toString('utf8').split('\n');
  texts.pop();
  return texts.map((text) =>
    text.startsWith(START_OF_LINE) && text.endsWith('}') ? text : JSON.stringify(parseLine(text)),
  );
}
