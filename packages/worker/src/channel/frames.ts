/**
 * Frames of the channel between supervisor and child: one JSON array of messages per line.
 *
 * JSON escapes every line feed inside of a string, so a line feed ends a frame and nothing else does.
 */
const LINE_FEED = 10;

/** The text of a frame that carries `messages`. */
export function encodeFrame(messages: readonly unknown[]): string {
  return `${JSON.stringify(messages)}\n`;
}

/** Puts messages together again from chunks that begin and end anywhere. */
export class FrameDecoder<Message> {
  /** Copies of what arrived of an unfinished frame. */
  #pieces: Buffer[] = [];

  /** The messages that `chunk` completes, in order. The chunk's memory may be used again afterwards. */
  push(chunk: Buffer): Message[] {
    let messages: Message[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      const frame = JSON.parse(this.#complete(chunk, start, end)) as Message[];
      if (messages.length === 0) messages = frame;
      else messages.push(...frame);
      start = end + 1;
    }
    if (start < chunk.length) this.#pieces.push(Buffer.from(chunk.subarray(start)));
    return messages;
  }

  #complete(chunk: Buffer, start: number, end: number): string {
    if (this.#pieces.length === 0) return chunk.toString('utf8', start, end);
    const whole = Buffer.concat([...this.#pieces, chunk.subarray(start, end)]);
    this.#pieces = [];
    return whole.toString('utf8');
  }
}
