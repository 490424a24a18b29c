/**
 * The messages of the last minutes, so that a client whose connection broke goes on where it was.
 *
 * Invariants
 * 1. Numbers go up by one; what is kept is a run of numbers without a gap.
 * 2. It holds no more than `mostBytes`, nor anything older than `keepMs`.
 */
import type { DagId } from '@tradewind/model';

export interface Message {
  readonly number: number;
  readonly topic: string;
  /** Only for callers who may read this DAG; null for everybody who may watch the topic. */
  readonly dagId: DagId | null;
  /** As it goes over the wire. */
  readonly bytes: Buffer;
  /** Milliseconds of a clock that only goes forward. */
  readonly at: number;
}

export interface MessageRingOptions {
  /** @default 600000 */
  readonly keepMs?: number;
  /** @default 16777216 */
  readonly mostBytes?: number;
}

/** What a message costs beside its bytes. */
const OVERHEAD_BYTES = 200;
/** The head of the list is cut off when this much of it is dropped. */
const CUT_AT = 1024;

export class MessageRing {
  readonly #keepMs: number;
  readonly #mostBytes: number;
  #messages: Message[] = [];
  /** How many of the first are dropped already. */
  #dropped = 0;
  #bytes = 0;
  #last = 0;

  constructor({ keepMs = 600_000, mostBytes = 16 * 1024 * 1024 }: MessageRingOptions = {}) {
    this.#keepMs = keepMs;
    this.#mostBytes = mostBytes;
  }

  /** The number of the newest message; 0 before the first one. */
  get last(): number {
    return this.#last;
  }

  /** The number that the next message gets. */
  get next(): number {
    return this.#last + 1;
  }

  add(message: Message): void {
    this.#messages.push(message);
    this.#last = message.number;
    this.#bytes += message.bytes.length + OVERHEAD_BYTES;
    this.dropOld(message.at);
  }

  /** Forgets what is too old, or too much. */
  dropOld(now: number): void {
    for (let first = this.#messages[this.#dropped]; first !== undefined; first = this.#messages[this.#dropped]) {
      if (this.#bytes <= this.#mostBytes && now - first.at <= this.#keepMs) break;
      this.#bytes -= first.bytes.length + OVERHEAD_BYTES;
      this.#dropped += 1;
    }
    if (this.#dropped < CUT_AT && this.#dropped < this.#messages.length) return;
    this.#messages = this.#messages.slice(this.#dropped);
    this.#dropped = 0;
  }

  /** The messages after `number`; null when some of them are gone, or it is not a number of ours. */
  after(number: number): readonly Message[] | null {
    const oldest = this.#messages[this.#dropped]?.number ?? this.next;
    if (number < oldest - 1 || number > this.#last) return null;
    return this.#messages.slice(this.#dropped + (number - oldest + 1));
  }
}
