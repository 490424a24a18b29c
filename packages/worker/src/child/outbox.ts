/**
 * The child's way out: messages to the supervisor, written in batches, in order.
 *
 * A batch is written when the child has nothing more to do, when author code gives the event loop back, or when it has
 * grown large, whichever comes first. Writing is synchronous, which costs a few microseconds and nothing else: what was
 * written arrives even if the next thing that happens is a crash.
 */
import { writeSync } from 'node:fs';
import { encodeFrame } from '../channel/frames.ts';
import type { MessageFromChild } from '../channel/messages.ts';

/** A batch is written at this many messages. */
const LARGE_BATCH = 256;
/** With more than this unread by the supervisor, a child waits before it goes on. */
const MAX_UNWRITTEN_BYTES = 1024 * 1024;
const RETRY_MS = 1;
/** Never changes: waiting on it is sleeping. */
const CLOCK = new Int32Array(new SharedArrayBuffer(4));

export class Outbox {
  readonly #fd: number;
  #batch: MessageFromChild[] = [];
  #isFlushPlanned = false;
  /** What the channel did not take yet. */
  #unwritten: Buffer[] = [];
  #unwrittenBytes = 0;
  #turns = 0;
  readonly #flush = (): void => {
    this.#isFlushPlanned = false;
    this.#turns += 1;
    this.flush();
  };

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** How often the event loop turned after something was posted. */
  get turns(): number {
    return this.#turns;
  }

  /** True when nothing waits to be written. */
  get isEmpty(): boolean {
    return this.#batch.length === 0;
  }

  post(message: MessageFromChild): void {
    this.#batch.push(message);
    if (this.#batch.length >= LARGE_BATCH) this.flush();
    else if (!this.#isFlushPlanned) {
      this.#isFlushPlanned = true;
      setImmediate(this.#flush);
    }
  }

  /** The last message, if it is still unwritten: something may be added to it. */
  get newest(): MessageFromChild | undefined {
    return this.#batch[this.#batch.length - 1];
  }

  /** Writes what was posted; waits only when the supervisor is far behind. */
  flush(): void {
    if (this.#batch.length > 0) {
      const frame = encodeFrame(this.#batch);
      this.#batch = [];
      if (this.#unwrittenBytes > 0) this.#keep(Buffer.from(frame));
      else this.#writeFrame(frame);
    }
    if (this.#unwrittenBytes > MAX_UNWRITTEN_BYTES) this.#drain();
  }

  /** Writes everything, however long it takes: for the last words of a process. */
  flushAll(): void {
    this.flush();
    this.#drain();
  }

  #drain(): void {
    while (this.#unwrittenBytes > 0) {
      if (!this.#writeUnwritten()) Atomics.wait(CLOCK, 0, 0, RETRY_MS);
    }
  }

  #writeFrame(frame: string): void {
    const written = this.#tryWrite(() => writeSync(this.#fd, frame));
    // In a frame of plain ASCII, characters are bytes.
    if (written === frame.length && frame.length === Buffer.byteLength(frame)) return;
    const rest = Buffer.from(frame).subarray(written);
    if (rest.length > 0) this.#keep(rest);
  }

  #keep(rest: Buffer): void {
    if (this.#unwrittenBytes === 0) setTimeout(this.#retry, RETRY_MS);
    this.#unwritten.push(rest);
    this.#unwrittenBytes += rest.length;
  }

  readonly #retry = (): void => {
    this.#writeUnwritten();
    if (this.#unwrittenBytes > 0) setTimeout(this.#retry, RETRY_MS);
  };

  /** True when something was written. */
  #writeUnwritten(): boolean {
    const whole = this.#unwritten.length === 1 ? this.#unwritten[0]! : Buffer.concat(this.#unwritten);
    const written = this.#tryWrite(() => writeSync(this.#fd, whole));
    const rest = whole.subarray(written);
    this.#unwritten = rest.length > 0 ? [rest] : [];
    this.#unwrittenBytes = rest.length;
    return written > 0;
  }

  /** Bytes that were written; 0 when the channel takes none now. */
  #tryWrite(write: () => number): number {
    try {
      return write();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') return 0;
      // The supervisor is gone; the lifeline ends this process.
      if (code === 'EPIPE' || code === 'ECONNRESET') return Number.MAX_SAFE_INTEGER;
      throw error;
    }
  }
}
