/** Attempts that wait for a child: the greatest priority first, then the order of arrival. A binary heap. */
import type { HeldAttempt } from './held-attempt.ts';

export class WaitingAttempts {
  readonly #heap: HeldAttempt[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The next one; it stays. */
  get first(): HeldAttempt | undefined {
    return this.#heap[0];
  }

  add(attempt: HeldAttempt): void {
    const heap = this.#heap;
    let index = heap.push(attempt) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(attempt, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = attempt;
  }

  removeFirst(): HeldAttempt | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first;
  }

  /** Rare, hence linear. */
  has(attempt: HeldAttempt): boolean {
    return this.#heap.includes(attempt);
  }

  /** Rare, hence linear. False when it does not wait here. */
  remove(attempt: HeldAttempt): boolean {
    if (!this.#heap.includes(attempt)) return false;
    for (const other of this.#heap.splice(0)) if (other !== attempt) this.add(other);
    return true;
  }

  removeAll(): HeldAttempt[] {
    return this.#heap.splice(0).sort((one, other) => (isBefore(one, other) ? -1 : 1));
  }

  #sink(attempt: HeldAttempt): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, attempt)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = attempt;
  }
}

/** Whether `one` goes first. */
export function isBefore(one: HeldAttempt, other: HeldAttempt): boolean {
  const { priority } = one.workload;
  return priority === other.workload.priority ? one.order < other.order : priority > other.workload.priority;
}
