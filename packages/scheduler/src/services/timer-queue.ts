/** One ordered queue of instants for a whole scheduler, with one real timer for the earliest. */
import { BinaryHeap } from '../decide/binary-heap.ts';

interface Timer<Item> {
  readonly at: number;
  readonly item: Item;
}

/** Longer waits are split, so that a clock that was set back or forth is noticed. */
const LONGEST_WAIT_MS = 60_000;

export class TimerQueue<Item> {
  readonly #heap = new BinaryHeap<Timer<Item>>((left, right) => left.at < right.at);
  readonly #now: () => number;
  readonly #onDue: () => void;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #isStopped = false;

  /** `onDue` is called when something may be due; `takeDue` then gives it. */
  constructor(now: () => number, onDue: () => void) {
    this.#now = now;
    this.#onDue = onDue;
  }

  add(at: number, item: Item): void {
    this.#heap.push({ at, item });
    if (at < this.#timerAt) this.#arm();
  }

  /** Takes everything that is due. */
  takeDue(now: number): Item[] {
    const due: Item[] = [];
    for (let next = this.#heap.peek(); next !== undefined && next.at <= now; next = this.#heap.peek()) {
      this.#heap.pop();
      due.push(next.item);
    }
    this.#arm();
    return due;
  }

  /** Nothing is called any more. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#timerAt = Number.POSITIVE_INFINITY;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#heap.peek();
    this.#timerAt = next?.at ?? Number.POSITIVE_INFINITY;
    if (next === undefined || this.#isStopped) return;
    const wait = Math.min(Math.max(0, next.at - this.#now()), LONGEST_WAIT_MS);
    this.#timer = setTimeout(() => {
      this.#timerAt = Number.POSITIVE_INFINITY;
      const isDue = (this.#heap.peek()?.at ?? Number.POSITIVE_INFINITY) <= this.#now();
      if (isDue) this.#onDue();
      else this.#arm();
    }, Math.ceil(wait));
  }
}
