/** Workers that wait for something to do, and which of them should get it. In memory of one API server, as a guide. */
import type { WorkerId } from '@tradewind/model';

export interface Poll {
  readonly workerId: WorkerId;
  readonly queues: readonly string[];
  readonly slots: number;
  /** How many attempts it may take now; raised before it is woken. */
  share: number;
  wake: () => void;
}

interface Known {
  load: number;
  usedAt: number;
}

export class WaitingPolls {
  readonly #polls = new Map<WorkerId, Poll>();
  readonly #known = new Map<WorkerId, Known>();
  #uses = 0;

  /** Puts a poll in the place of an earlier one of the same worker, which ends. */
  add(poll: Poll): void {
    this.#polls.get(poll.workerId)?.wake();
    this.#polls.set(poll.workerId, poll);
  }

  remove(poll: Poll): void {
    if (this.#polls.get(poll.workerId) === poll) this.#polls.delete(poll.workerId);
  }

  isWaiting(poll: Poll): boolean {
    return this.#polls.get(poll.workerId) === poll;
  }

  get all(): readonly Poll[] {
    return [...this.#polls.values()];
  }

  of(workerId: WorkerId): Poll | undefined {
    return this.#polls.get(workerId);
  }

  /** The worker has so many attempts, as it says. */
  noteLoad(workerId: WorkerId, load: number): void {
    this.#of(workerId).load = load;
  }

  /** The worker was given attempts, or ended some (below 0). */
  noteChange(workerId: WorkerId, change: number): void {
    const known = this.#of(workerId);
    known.load = Math.max(0, known.load + change);
    if (change > 0) known.usedAt = ++this.#uses;
  }

  forget(workerId: WorkerId): void {
    this.#known.delete(workerId);
  }

  /**
   * Shares `count` attempts of `queue` out, one by one: each to the worker with the smallest part of its slots taken, among
   * equals to the one that was used last, whose processes have the code, so that what is superfluous stays idle. Raises
   * the shares of those polls, and returns them.
   */
  share(queue: string, count: number): ReadonlySet<Poll> {
    const serving = this.all.filter(({ queues }) => queues.includes(queue));
    const chosen = new Set<Poll>();
    const loads = new Map(serving.map((poll) => [poll, this.#of(poll.workerId).load + poll.share]));
    for (let left = count; left > 0; left -= 1) {
      const best = this.#best(loads);
      if (best === undefined) break;
      loads.set(best, loads.get(best)! + 1);
      best.share += 1;
      chosen.add(best);
    }
    return chosen;
  }

  #best(loads: ReadonlyMap<Poll, number>): Poll | undefined {
    let best: Poll | undefined;
    for (const [poll, load] of loads) {
      if (load >= poll.slots) continue;
      if (best === undefined || this.#goesBefore(poll, best, loads)) best = poll;
    }
    return best;
  }

  #goesBefore(one: Poll, other: Poll, loads: ReadonlyMap<Poll, number>): boolean {
    const difference = loads.get(one)! / one.slots - loads.get(other)! / other.slots;
    return difference === 0 ? this.#of(one.workerId).usedAt > this.#of(other.workerId).usedAt : difference < 0;
  }

  #of(workerId: WorkerId): Known {
    const known = this.#known.get(workerId) ?? { load: 0, usedAt: 0 };
    this.#known.set(workerId, known);
    return known;
  }
}
