/** Knows which workers there are: tells who came and went, and gives up those that are gone. */
import { hostname } from 'node:os';
import type { WorkerId } from '@tradewind/model';
import type { RemoteExecutorListener } from './events.ts';
import type { QueueWorker, WorkQueue } from './work-queue.ts';

/** How often it is looked whether processes of this machine live: one closes its connections before it is gone. */
const PROCESS_LOOK_MS = 250;

export interface WorkerWatchOptions {
  readonly queue: Pick<WorkQueue, 'listWorkers' | 'giveUpWorkers'>;
  readonly lookMs: number;
  readonly onWorkers: (workers: readonly QueueWorker[]) => void;
  readonly onEvent: RemoteExecutorListener;
}

export class WorkerWatch {
  readonly #options: WorkerWatchOptions;
  readonly #host = hostname();
  #workers = new Map<WorkerId, QueueWorker>();
  #lost = new Set<WorkerId>();
  #timers: readonly NodeJS.Timeout[] = [];
  #reading: Promise<void> | null = null;
  #isStale = false;
  #isGivingUp = false;
  #isStopped = false;

  constructor(options: WorkerWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timers = [
      setInterval(() => void this.#giveUp([]), this.#options.lookMs),
      setInterval(() => this.#lookAtProcesses(), PROCESS_LOOK_MS),
    ];
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#reading;
  }

  /** Reads which workers there are. While the queue is away the last answer stands. */
  refresh(): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    this.#isStale = true;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #read(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const workers = await this.#options.queue.listWorkers().catch(() => null);
      if (workers !== null) this.#take(workers);
    }
  }

  #take(workers: readonly QueueWorker[]): void {
    const former = this.#workers;
    this.#workers = new Map(workers.map((worker) => [worker.id, worker]));
    for (const worker of workers) if (!former.has(worker.id)) this.#options.onEvent({ kind: 'workerJoined', worker });
    for (const [id, worker] of former) {
      if (!this.#workers.has(id) && !this.#lost.delete(id)) this.#options.onEvent({ kind: 'workerLeft', worker });
    }
    this.#options.onWorkers(workers);
  }

  #lookAtProcesses(): void {
    const dead = [...this.#workers.values()].filter((worker) => worker.host === this.#host && isDead(worker.pid));
    if (dead.length > 0) void this.#giveUp(dead.map(({ id }) => id));
  }

  /** A failure does not matter: it is done again soon. */
  async #giveUp(dead: readonly WorkerId[]): Promise<void> {
    if (this.#isGivingUp) return;
    this.#isGivingUp = true;
    const ended = await this.#options.queue.giveUpWorkers(dead).catch(() => []);
    this.#isGivingUp = false;
    for (const worker of ended) {
      if (this.#workers.has(worker.id)) this.#lost.add(worker.id);
      this.#options.onEvent({ kind: 'workerLost', worker, why: dead.includes(worker.id) ? 'dead' : 'silent' });
    }
    if (ended.length > 0) await this.refresh();
  }
}

function isDead(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
