/** A worker as the hub knows it, across the connections that it has one after the other. */
import type { AttemptId, BundleVersionId, MessageToWorker, WorkerFacts } from '@tradewind/model';
import type { RemoteAttempt } from './remote-attempt.ts';
import type { WorkerLink } from './worker-listener.ts';

const VERSIONS_REMEMBERED = 32;

export class WorkerSession {
  readonly facts: WorkerFacts;
  /** What it has: attempts that wait or run there, and those whose end is not settled. */
  readonly attempts: Map<AttemptId, RemoteAttempt> = new Map();
  /** Null while it is away. */
  link: WorkerLink | null = null;
  /** Monotonic. */
  heardAt = 0;
  isDraining = false;
  awayTimer: NodeJS.Timeout | null = null;
  /** How many of its attempts are not finished. */
  load = 0;
  readonly #queues: ReadonlySet<string>;
  /** When it was given an attempt of a version last, as a count that only rises. */
  readonly #used = new Map<BundleVersionId, number>();
  #lastUsed = 0;

  constructor(facts: WorkerFacts) {
    this.facts = facts;
    this.#queues = new Set(facts.queues);
  }

  /** Attempts that it could take now. */
  get room(): number {
    return this.link === null || this.isDraining ? 0 : Math.max(0, this.facts.slots - this.load);
  }

  serves(queue: string): boolean {
    return this.#queues.has(queue);
  }

  send(message: MessageToWorker): void {
    this.link?.send(message);
  }

  noteUse(version: BundleVersionId, count: number): void {
    this.#lastUsed = count;
    this.#used.delete(version);
    this.#used.set(version, count);
    if (this.#used.size <= VERSIONS_REMEMBERED) return;
    const [oldest] = this.#used.keys();
    this.#used.delete(oldest!);
  }

  /** How lately it had this version; 0: not at all. */
  usedAt(version: BundleVersionId): number {
    return this.#used.get(version) ?? 0;
  }

  get lastUsed(): number {
    return this.#lastUsed;
  }
}
