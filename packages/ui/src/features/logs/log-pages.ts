/**
 * The lines of a log that were read lately, as they came: pages around the part that is looked at, the oldest dropped.
 *
 * Invariants
 * 1. At most `MOST_PAGES` pages and `MOST_SINGLE` lines besides are held.
 * 2. A part that is being read is not asked for again; one that could not be read is, the next time that it is wanted.
 */

export interface LogPagesOptions {
  /** Reads lines; may answer fewer at the end of the log. */
  readonly read: (from: number, limit: number, signal: AbortSignal) => Promise<readonly string[]>;
  /** Called when lines have come, or could not. */
  readonly onChange: (error: Error | null) => void;
}

export const PAGE_LINES = 1000;
const MOST_PAGES = 50;
const MOST_SINGLE = 5000;
/** Lines that are wanted alone and lie this near are read at once. */
const NEAR = 100;

export class LogPages {
  readonly #options: LogPagesOptions;
  /** By number of page, the one that was looked at longest ago first. */
  readonly #pages = new Map<number, readonly string[]>();
  readonly #single = new Map<number, string>();
  readonly #reading = new Set<string>();
  readonly #end = new AbortController();

  constructor(options: LogPagesOptions) {
    this.#options = options;
  }

  line(number: number): string | undefined {
    return this.#pages.get(Math.floor(number / PAGE_LINES))?.[number % PAGE_LINES] ?? this.#single.get(number);
  }

  /** Reads the pages that hold the lines from `first` to `last`, of a log of `total` lines. */
  want(first: number, last: number, total: number): void {
    for (let page = Math.floor(first / PAGE_LINES); page * PAGE_LINES <= Math.min(last, total - 1); page++) {
      const held = this.#pages.get(page);
      const length = Math.min(PAGE_LINES, total - page * PAGE_LINES);
      if (held !== undefined && held.length >= length) this.#keep(page, held);
      else void this.#read(page * PAGE_LINES, PAGE_LINES, (lines) => this.#keep(page, lines));
    }
  }

  /** Reads some lines of many pages, and not the pages. */
  wantAlone(numbers: readonly number[]): void {
    const missing = numbers.filter((number) => this.line(number) === undefined);
    for (let at = 0; at < missing.length; ) {
      const from = missing[at]!;
      let next = at + 1;
      while (next < missing.length && missing[next]! - from < NEAR) next++;
      void this.#read(from, missing[next - 1]! - from + 1, (lines) => this.#keepAlone(from, lines));
      at = next;
    }
  }

  /** Lines that a growing log got. */
  append(from: number, lines: readonly string[]): void {
    for (const [index, line] of lines.entries()) {
      const page = Math.floor((from + index) / PAGE_LINES);
      const held = this.#pages.get(page) ?? [];
      if (held.length === (from + index) % PAGE_LINES) this.#keep(page, [...held, line]);
    }
  }

  /** Drops what is being read. */
  close(): void {
    this.#end.abort();
  }

  async #read(from: number, limit: number, keep: (lines: readonly string[]) => void): Promise<void> {
    const key = `${from} ${limit}`;
    if (this.#reading.has(key) || this.#end.signal.aborted) return;
    this.#reading.add(key);
    let problem: Error | null = null;
    try {
      keep(await this.#options.read(from, limit, this.#end.signal));
    } catch (error) {
      problem = error as Error;
    }
    this.#reading.delete(key);
    if (!this.#end.signal.aborted) this.#options.onChange(problem);
  }

  #keep(page: number, lines: readonly string[]): void {
    this.#pages.delete(page);
    this.#pages.set(page, lines);
    if (this.#pages.size > MOST_PAGES) this.#pages.delete(this.#pages.keys().next().value!);
  }

  #keepAlone(from: number, lines: readonly string[]): void {
    for (const [index, line] of lines.entries()) this.#single.set(from + index, line);
    while (this.#single.size > MOST_SINGLE) this.#single.delete(this.#single.keys().next().value!);
  }
}
