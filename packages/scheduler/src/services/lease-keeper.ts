/**
 * Keeps this scheduler's lease, ends schedulers that are dead, and claims DAGs that nobody owns.
 *
 * Terms: the *target* of a DAG is the live scheduler that should own it: the one with the greatest hash of both names
 * (rendezvous hashing), so that a scheduler that comes or goes moves only its share.
 *
 * Invariants
 * 1. A scheduler that was ended never writes again: `commit_turn_v1` refuses it, and `renew` answers false.
 * 2. A DAG is taken over only after its owner was ended.
 */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { DagId, SchedulerId } from '@tradewind/model';
import {
  claimDags,
  type Database,
  endSchedulers,
  listLiveSchedulers,
  listUnownedDags,
  registerScheduler,
  releaseDags,
  renewScheduler,
  type SchedulerRow,
} from '@tradewind/store';

export interface LeaseOptions {
  readonly leaseMs: number;
  readonly newId: () => SchedulerId;
}

export interface Survey {
  /** False: this scheduler was ended by another one. */
  readonly isAlive: boolean;
  readonly ended: readonly SchedulerId[];
  readonly claimed: readonly DagId[];
}

export class LeaseKeeper {
  readonly #database: Database;
  readonly #options: LeaseOptions;
  readonly #host = hostname();
  /** DAGs that the last survey left to another scheduler; found unowned again they are ours. */
  #left = new Set<DagId>();
  #live: readonly SchedulerId[] = [];
  id: SchedulerId;

  constructor(database: Database, options: LeaseOptions) {
    this.#database = database;
    this.#options = options;
    this.id = options.newId();
  }

  /** Begins a life, under a new id. */
  async register(): Promise<void> {
    this.id = this.#options.newId();
    const { leaseMs } = this.#options;
    await registerScheduler(this.#database, { id: this.id, hostname: this.#host, pid: process.pid, leaseMs });
  }

  /** Renews the lease, ends the dead, claims what is free and ours to take. */
  async survey(): Promise<Survey> {
    const isAlive = await renewScheduler(this.#database, this.id, this.#options.leaseMs);
    if (!isAlive) return { isAlive, ended: [], claimed: [] };
    const rows = await listLiveSchedulers(this.#database);
    const dead = rows.filter((row) => row.id !== this.id && this.#isDead(row)).map(({ id }) => id);
    const ended = await endSchedulers(this.#database, dead);
    this.#live = rows.map(({ id }) => id).filter((id) => !dead.includes(id));
    return { isAlive, ended, claimed: await this.claim() };
  }

  /** Whether other schedulers live. */
  get hasPeers(): boolean {
    return this.#live.length > 1;
  }

  /** Claims the unowned DAGs whose target this scheduler is, or which their target did not take. */
  async claim(): Promise<readonly DagId[]> {
    const unowned = await listUnownedDags(this.#database);
    if (unowned.length === 0) {
      this.#left.clear();
      return [];
    }
    const rows = await listLiveSchedulers(this.#database);
    this.#live = rows.filter((row) => row.id === this.id || !this.#isDead(row)).map(({ id }) => id);
    const mine = unowned.filter((dagId) => this.isTarget(dagId) || this.#left.has(dagId));
    this.#left = new Set(unowned.filter((dagId) => !mine.includes(dagId)));
    return claimDags(this.#database, this.id, mine);
  }

  async release(dagIds: readonly DagId[]): Promise<void> {
    await releaseDags(this.#database, this.id, dagIds);
  }

  isTarget(dagId: DagId): boolean {
    if (this.#live.length <= 1) return true;
    let best: SchedulerId | undefined;
    let bestWeight = '';
    for (const id of this.#live) {
      const weight = createHash('sha1').update(`${id}/${dagId}`).digest('hex');
      if (weight > bestWeight) [best, bestWeight] = [id, weight];
    }
    return best === this.id;
  }

  async end(): Promise<void> {
    await endSchedulers(this.#database, [this.id]);
  }

  /** Its lease ran out, or it was a process of this machine that is gone. */
  #isDead(row: SchedulerRow): boolean {
    if (row.isExpired) return true;
    return row.hostname === this.#host && row.pid !== process.pid && !isProcessAlive(row.pid);
  }
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
