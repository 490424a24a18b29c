/**
 * Tokens: who may run an attempt that was handed ahead to a busy child.
 *
 * A token is the number of an attempt, four bytes in a named pipe that supervisor and child both hold open for reading
 * and writing. The child takes one before it starts such an attempt; the supervisor takes what is left to get attempts
 * back. The kernel gives each token to one of them, so an attempt runs once, and it can be taken back at once from a
 * child whose event loop is blocked and which could not answer.
 *
 * Writes are shorter than PIPE_BUF and reads are multiples of a token, so neither ever sees half of one.
 */
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';

const TOKEN_BYTES = 4;
/** POSIX promises that writes up to 512 bytes are not torn. */
export const MAX_TOKENS = 128;

export class TokenPipe {
  readonly #fd: number;
  readonly #buffer = Buffer.alloc(TOKEN_BYTES * MAX_TOKENS);

  /** @throws when there is no named pipe at `path`. */
  constructor(path: string) {
    this.#fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  }

  /** Puts tokens in; at most `MAX_TOKENS` may be inside at a time. */
  put(tokens: readonly number[]): void {
    let end = 0;
    for (const token of tokens) end = this.#buffer.writeUInt32LE(token, end);
    writeSync(this.#fd, this.#buffer, 0, end, null);
  }

  /** Takes the oldest token out; null when there is none. */
  takeOne(): number | null {
    return this.#read(TOKEN_BYTES) === 0 ? null : this.#buffer.readUInt32LE(0);
  }

  /** Takes out all tokens that are left. */
  takeAll(): number[] {
    const length = this.#read(this.#buffer.length) / TOKEN_BYTES;
    return Array.from({ length }, (_, index) => this.#buffer.readUInt32LE(index * TOKEN_BYTES));
  }

  close(): void {
    closeSync(this.#fd);
  }

  #read(bytes: number): number {
    try {
      return readSync(this.#fd, this.#buffer, 0, bytes, null);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      throw error;
    }
  }
}
