/** What a child prints, cut into what belongs to each of the files that it loads one after the other. */
import type { Readable } from 'node:stream';

/** Characters of one file that are kept; the rest is counted. */
const LONGEST = 16_000;

export class CapturedOutput {
  #text = '';
  #dropped = 0;
  readonly #marked = new Map<string, number>();
  #onMarker: (() => void) | null = null;

  constructor(streams: readonly Readable[]) {
    for (const stream of streams) {
      let tail = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        tail = this.#take(tail + chunk);
      });
    }
  }

  /** Resolves when every stream has printed `marker`, or gives up after `patienceMs`: author code may close its outputs. */
  async until(marker: string, streams: number, patienceMs: number): Promise<void> {
    if (this.#count(marker) >= streams) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#onMarker = () => {
        if (this.#count(marker) < streams) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#onMarker = null;
  }

  /** What was printed since the last call; null when nothing was. */
  drain(): string | null {
    const text = this.#dropped === 0 ? this.#text : `${this.#text}\n… ${this.#dropped} more characters`;
    this.#text = '';
    this.#dropped = 0;
    return text.trim() === '' ? null : text;
  }

  #count(marker: string): number {
    return this.#marked.get(marker) ?? 0;
  }

  /** Returns the end that may be the beginning of a marker. */
  #take(text: string): string {
    const parts = text.split(MARKER);
    for (const [index, part] of parts.entries()) {
      // The pattern has one group, so every second part is a marker.
      if (index % 2 === 1) this.#marked.set(part, this.#count(part) + 1);
      else if (index < parts.length - 1) this.#keep(part);
    }
    if (parts.length > 1) this.#onMarker?.();
    const last = parts.at(-1)!;
    const begun = last.indexOf('\0');
    this.#keep(begun === -1 ? last : last.slice(0, begun));
    return begun === -1 ? '' : last.slice(begun);
  }

  #keep(text: string): void {
    const room = Math.max(0, LONGEST - this.#text.length);
    this.#text += text.slice(0, room);
    this.#dropped += Math.max(0, text.length - room);
  }
}

const MARKER = /(\0tradewind:[\w-]+\0)/;

/** A text that no author prints. */
export function makeMarker(id: string): string {
  return `\0tradewind:${id}\0`;
}
