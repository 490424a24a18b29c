/**
 * Gives work to workers that ask this API server, and lets them wait while there is none.
 *
 * Terms: a *poll* is a worker's question that waits for an answer. What a worker gets is decided by the claim in the
 * database alone; what this desk remembers only says whom to wake, and when a claim would be in vain.
 *
 * Invariants
 * 1. A poll is registered before it looks into the queue, so that what comes meanwhile wakes it.
 * 2. Nothing is claimed for a worker that hung up.
 */
import type { WorkerId, Workload } from '@tradewind/model';
import { claimWorkloads, type Database, type WorkNotice } from '@tradewind/store';
import { type Poll, WaitingPolls } from './waiting-polls.ts';

/** Workers about which something is to be said and that do not wait; more are not remembered. */
const MOST_CALLED = 10_000;

export interface Asking {
  readonly workerId: WorkerId;
  readonly queues: readonly string[];
  readonly slots: number;
  /** How many attempts it takes beyond its free slots. */
  readonly ahead: number;
  readonly limit: number;
}

export interface Given {
  readonly workloads: readonly Workload[];
  readonly mustBeat: boolean;
}

export class WorkDesk {
  readonly #database: Database;
  readonly #polls = new WaitingPolls();
  readonly #called = new Set<WorkerId>();
  /** About how many attempts wait, by queue. */
  readonly #waiting = new Map<string, number>();
  #isClosed = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Answers as soon as there is something to say, or after `waitMs`, or when `signal` aborts. */
  async poll(
    asking: Asking,
    { waitMs, signal }: { readonly waitMs: number; readonly signal: AbortSignal },
  ): Promise<Given> {
    const until = performance.now() + waitMs;
    const poll = this.#register(asking);
    const hangUp = (): void => poll.wake();
    signal.addEventListener('abort', hangUp);
    try {
      let woken = poll.nextWake();
      let limit = asking.limit;
      for (;;) {
        if (this.#isClosed || signal.aborted) return NOTHING;
        if (this.#called.delete(asking.workerId)) return { workloads: [], mustBeat: true };
        const workloads = await this.claim({ ...asking, limit });
        // It had less room than it seemed: the others may have more.
        if (workloads.length < limit && limit < asking.limit) this.#wakeOthers(poll);
        const leftMs = until - performance.now();
        if (workloads.length > 0 || leftMs <= 0 || !this.#polls.isWaiting(poll)) return { workloads, mustBeat: false };
        await within(woken, leftMs);
        woken = poll.nextWake();
        limit = poll.share > 0 ? Math.min(asking.limit, poll.share) : asking.limit;
        poll.share = 0;
      }
    } finally {
      signal.removeEventListener('abort', hangUp);
      this.#polls.remove(poll);
    }
  }

  async claim({ workerId, queues, ahead, limit }: Asking): Promise<readonly Workload[]> {
    const { workloads, places } = await claimWorkloads(this.#database, { workerId, ahead, limit });
    // It could have had more.
    if (workloads.length < places) for (const queue of queues) this.#waiting.delete(queue);
    for (const { queue } of workloads) this.#waiting.set(queue, Math.max(0, (this.#waiting.get(queue) ?? 0) - 1));
    if (workloads.length > 0) this.#polls.noteChange(workerId, workloads.length);
    return workloads;
  }

  /** Whether there may be something for these queues. */
  mayHaveWork(queues: readonly string[]): boolean {
    return queues.some((queue) => (this.#waiting.get(queue) ?? 0) > 0);
  }

  /** A worker has ended so many attempts. */
  noteEnded(workerId: WorkerId, count: number): void {
    this.#polls.noteChange(workerId, -count);
  }

  /** A worker has so many attempts, and was told everything. */
  noteBeat(workerId: WorkerId, load: number): void {
    this.#called.delete(workerId);
    this.#polls.noteLoad(workerId, load);
    const poll = this.#polls.of(workerId);
    if (poll !== undefined && this.mayHaveWork(poll.queues)) poll.wake();
  }

  forget(workerId: WorkerId): void {
    this.#called.delete(workerId);
    this.#polls.forget(workerId);
  }

  hear(notice: WorkNotice): void {
    if (notice.kind === 'workers') return this.#call(notice.workers);
    if (notice.kind === 'all') return this.lookAgain();
    const woken = new Set<Poll>();
    for (const [queue, count] of Object.entries(notice.queues)) {
      this.#waiting.set(queue, (this.#waiting.get(queue) ?? 0) + count);
      for (const poll of this.#polls.share(queue, count)) woken.add(poll);
    }
    for (const poll of woken) poll.wake();
  }

  /** Everybody looks again: something may have been missed. */
  lookAgain(): void {
    for (const { workerId } of this.#polls.all) this.#called.add(workerId);
    for (const poll of this.#polls.all) poll.wake();
  }

  /** Answers everybody who waits. */
  close(): void {
    this.#isClosed = true;
    for (const poll of this.#polls.all) poll.wake();
  }

  #wakeOthers(poll: Poll): void {
    if (!this.mayHaveWork(poll.queues)) return;
    for (const other of this.#polls.all) if (other !== poll && this.mayHaveWork(other.queues)) other.wake();
  }

  #call(workerIds: readonly WorkerId[]): void {
    for (const workerId of workerIds) {
      if (this.#called.size < MOST_CALLED) this.#called.add(workerId);
      this.#polls.of(workerId)?.wake();
    }
  }

  #register({ workerId, queues, slots }: Asking): Poll & { nextWake(): Promise<void> } {
    let waking = Promise.withResolvers<void>();
    const poll = {
      workerId,
      queues,
      slots,
      share: 0,
      wake: () => waking.resolve(),
      /** Resolves with the first wake after this call. */
      nextWake: () => {
        waking = Promise.withResolvers<void>();
        return waking.promise;
      },
    };
    this.#polls.add(poll);
    return poll;
  }
}

const NOTHING: Given = { workloads: [], mustBeat: false };

async function within(promise: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    promise,
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    }),
  ]);
  clearTimeout(timer);
}
