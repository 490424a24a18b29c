/** Frames between scheduler and worker: four bytes with the length, the most significant first, then JSON in UTF-8. */
import { MessageTooLargeError } from './errors.ts';

const PREFIX_BYTES = 4;
/** Of one message. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Of the first message, which is read before it is known who speaks. */
const MAX_FIRST_BYTES = 1024 * 1024;

/** @throws {MessageTooLargeError} */
export function encodeFrame(message: unknown): Buffer {
  const text = JSON.stringify(message);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) throw new MessageTooLargeError(bytes, MAX_BYTES);
  const frame = Buffer.allocUnsafe(PREFIX_BYTES + bytes);
  frame.writeUInt32BE(bytes);
  frame.write(text, PREFIX_BYTES);
  return frame;
}

/** Puts messages together again from chunks that begin and end anywhere. */
export class FrameDecoder<Message> {
  #pieces: Buffer[] = [];
  #size = 0;
  #maxBytes = MAX_FIRST_BYTES;

  /**
   * The messages that `chunk` completes, in order.
   *
   * @throws {MessageTooLargeError} as soon as a length is announced that no message may have.
   * @throws {SyntaxError} if a frame is not JSON.
   */
  push(chunk: Buffer): Message[] {
    this.#pieces.push(chunk);
    this.#size += chunk.length;
    const messages: Message[] = [];
    for (let length = this.#nextLength(); length !== null; length = this.#nextLength()) {
      const frame = this.#take(PREFIX_BYTES + length);
      messages.push(JSON.parse(frame.toString('utf8', PREFIX_BYTES)) as Message);
      this.#maxBytes = MAX_BYTES;
    }
    return messages;
  }

  /** The length of the next frame once all of it is here; null before. */
  #nextLength(): number | null {
    if (this.#size < PREFIX_BYTES) return null;
    if ((this.#pieces[0]?.length ?? 0) < PREFIX_BYTES) this.#join();
    const length = this.#pieces[0]!.readUInt32BE();
    if (length > this.#maxBytes) throw new MessageTooLargeError(length, this.#maxBytes);
    return this.#size < PREFIX_BYTES + length ? null : length;
  }

  #take(bytes: number): Buffer {
    if (this.#pieces[0]!.length < bytes) this.#join();
    const [first] = this.#pieces;
    const rest = first!.subarray(bytes);
    if (rest.length === 0) this.#pieces.shift();
    else this.#pieces[0] = rest;
    this.#size -= bytes;
    return first!.subarray(0, bytes);
  }

  #join(): void {
    this.#pieces = [Buffer.concat(this.#pieces)];
  }
}
