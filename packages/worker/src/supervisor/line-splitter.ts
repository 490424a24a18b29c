/** Cuts a stream of bytes into lines. A line that does not end is cut at 64 KiB, so that memory stays bounded. */
import { StringDecoder } from 'node:string_decoder';

const MAX_LINE_LENGTH = 64 * 1024;

export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  #unfinished = '';

  push(chunk: Buffer): string[] {
    const lines = (this.#unfinished + this.#decoder.write(chunk)).split('\n');
    this.#unfinished = lines.pop() ?? '';
    if (this.#unfinished.length > MAX_LINE_LENGTH) lines.push(...this.finish());
    return lines;
  }

  /** What is left without a line feed; at most one line. */
  finish(): string[] {
    const rest = this.#unfinished;
    this.#unfinished = '';
    return rest === '' ? [] : [rest];
  }
}
