/** The seam to wherever the logs of attempts are kept. */
import type { AttemptRef, LogLine } from './log-line.ts';

export interface LogPage {
  readonly lines: readonly LogLine[];
  /** Where the next page begins; hand it in as `from`. */
  readonly next: number;
  /** False when more lines were stored than fit into this page. */
  readonly isEnd: boolean;
}

export interface ReadOptions {
  /** Where to begin, as an earlier page said. @default 0 */
  readonly from?: number;
  /** Bytes of stored log per page, at least one line. @default 1 MiB */
  readonly maxBytes?: number;
}

export interface FollowOptions {
  /** @default 0 */
  readonly from?: number;
  /** Whether the attempt is finished: then what is left is read, and the following ends. Asked about every second. */
  readonly isFinished: () => boolean | Promise<boolean>;
  /** Ends the following early. */
  readonly signal?: AbortSignal;
}

/**
 * Keeps the logs of attempts. An attempt without lines leaves nothing behind.
 *
 * `append` takes lines over and returns at once; it never throws, since a log that cannot be kept must not fail a task.
 * A writer that prints faster than the store can write looks at `isBehind` and waits for `caughtUp`.
 */
export interface LogStore {
  append(attempt: AttemptRef, lines: readonly LogLine[]): void;
  /** True when so much waits to be written that writers should pause. */
  readonly isBehind: boolean;
  /** Resolves when everything appended so far is written, or has been given up. */
  caughtUp(): Promise<void>;
  /** A page of lines; an attempt without a log has none. */
  read(attempt: AttemptRef, options?: ReadOptions): Promise<LogPage>;
  /** Pages of lines as they come, until the attempt is finished. */
  follow(attempt: AttemptRef, options: FollowOptions): AsyncIterable<LogPage>;
  /** Removes the log of one attempt; does nothing when there is none. */
  delete(attempt: AttemptRef): Promise<void>;
}
