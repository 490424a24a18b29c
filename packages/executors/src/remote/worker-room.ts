/** How much room the workers have for the attempts of this executor. Workers are shared, so that it is a guide, no promise. */
import type { QueueWorker } from './work-queue.ts';

export class WorkerRoom {
  #workers: readonly QueueWorker[] = [];
  /** Attempts without an end, by queue. */
  readonly #open = new Map<string, number>();

  set workers(workers: readonly QueueWorker[]) {
    this.#workers = workers.filter(({ isDraining }) => !isDraining);
  }

  open(queue: string): void {
    this.#open.set(queue, (this.#open.get(queue) ?? 0) + 1);
  }

  close(queue: string): void {
    const left = (this.#open.get(queue) ?? 0) - 1;
    if (left > 0) this.#open.set(queue, left);
    else this.#open.delete(queue);
  }

  serves(queue?: string): boolean {
    return this.#workers.some(({ queues }) => queue === undefined || queues.includes(queue));
  }

  /** Free slots of the workers of a queue, or of all; below 0 when more waits than they have. */
  slots(queue?: string): number {
    const total = this.#total(queue);
    if (queue !== undefined) return total - (this.#open.get(queue) ?? 0);
    // What waits for a queue that nobody serves takes nobody's room.
    let taken = 0;
    for (const [name, number] of this.#open) if (this.serves(name)) taken += number;
    return total - taken;
  }

  #total(queue?: string): number {
    let total = 0;
    for (const { slots, queues } of this.#workers) if (queue === undefined || queues.includes(queue)) total += slots;
    return total;
  }
}
