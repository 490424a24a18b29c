/** Says in the database that this DAG processor is alive, so that others can tell. Nothing depends on it. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { DagProcessorId } from '@tradewind/model';
import { beatDagProcessor, type Database, endDagProcessor } from '@tradewind/store';

export interface HeartbeatOptions {
  readonly database: Database;
  readonly bundleName: string;
  /** @default 10_000 */
  readonly intervalMs?: number;
}

/** Three heartbeats may be missed. */
const LEASE_PER_INTERVAL = 3.5;

export class Heartbeat {
  readonly #options: Required<HeartbeatOptions>;
  readonly #id: DagProcessorId;
  #timer: NodeJS.Timeout | undefined;
  #beat: Promise<void> = Promise.resolve();
  #isStopped = false;
  /** Whether the database took the last one. */
  #isHeard = false;

  constructor(options: HeartbeatOptions) {
    this.#options = { intervalMs: 10_000, ...options };
    this.#id = randomUUID() as DagProcessorId;
  }

  /** Resolves when the first one has been tried. */
  start(): Promise<void> {
    this.#beat = this.#beatAndGoOn();
    return this.#beat;
  }

  /** Says that it has stopped, if it can. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#beat;
    if (this.#isHeard) await endDagProcessor(this.#options.database, this.#id).catch(() => undefined);
  }

  /** The turns of the processor say when the database is away; the next heartbeat comes anyway. */
  async runOnce(): Promise<boolean> {
    const { database, bundleName, intervalMs } = this.#options;
    const life = { id: this.#id, bundleName, hostname: hostname(), pid: process.pid };
    try {
      await beatDagProcessor(database, { ...life, leaseMs: intervalMs * LEASE_PER_INTERVAL });
      this.#isHeard = true;
    } catch {
      this.#isHeard = false;
    }
    return this.#isHeard;
  }

  async #beatAndGoOn(): Promise<void> {
    await this.runOnce();
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#beat = this.#beatAndGoOn();
    }, this.#options.intervalMs).unref();
  }
}
