/**
 * The worker's place among the workers of an installation: it joins, is let in again when its token is worth nothing any
 * more, and begins another life when it was given up.
 */
import { randomUUID } from 'node:crypto';
import { joinAsWorker } from '@tradewind/contract/execution';
import type { WorkerId } from '@tradewind/model';
import { ExecutionRefusedError, WorkerRejectedError } from './errors.ts';
import type { Credentials, ExecutionClient } from './execution-client.ts';

/** Who the worker is. */
export interface WorkerFacts {
  /** For people. */
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  /** Attempts that it runs at once. */
  readonly slots: number;
  /** The queues whose tasks it runs. */
  readonly queues: readonly string[];
  /** The version of Tradewind that it is. */
  readonly version: string;
}

export interface MembershipOptions {
  readonly client: ExecutionClient;
  readonly facts: WorkerFacts;
  /** Read for every time that it joins, since a server that was set up anew has a new one. */
  readonly joinToken: () => Promise<string>;
  /** It was given up: what it has is not its own any more. */
  readonly onGivenUp: () => void;
}

/** Between the refusals that only an upgrade or another token ends. */
const FATAL: ReadonlySet<number> = new Set([400, 401, 403, 404, 422]);
const NOBODY: Credentials = { token: () => null, onRefreshed: () => {}, onInvalid: async () => false };

export class Membership {
  readonly #options: MembershipOptions;
  #id: WorkerId = randomUUID() as string as WorkerId;
  #token: string | null = null;
  #joining: Promise<void> | null = null;
  isDraining = false;
  /** How often it has to say that it lives, as the server says. */
  heartbeatMs = 5000;

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  /** What calls of the worker show. */
  readonly credentials: Credentials = {
    token: () => this.#token,
    onRefreshed: (token) => {
      this.#token = token;
    },
    onInvalid: async () => {
      await this.join();
      return true;
    },
  };

  /** Resolves when it is let in. @throws {WorkerRejectedError} */
  join(): Promise<void> {
    this.#joining ??= this.#join().finally(() => {
      this.#joining = null;
    });
    return this.#joining;
  }

  /** The server has given it up: it joins as another one. @throws {WorkerRejectedError} */
  beginAnew(): Promise<void> {
    this.#token = null;
    this.#id = randomUUID() as string as WorkerId;
    this.#options.onGivenUp();
    return this.join();
  }

  async #join(): Promise<void> {
    const { client, facts, joinToken } = this.#options;
    const body = {
      ...facts,
      queues: [...facts.queues],
      join_token: await joinToken(),
      worker_id: this.#id,
      is_draining: this.isDraining,
    };
    try {
      const { value } = await client.call(joinAsWorker, { body }, NOBODY);
      this.#token = value.token;
      this.heartbeatMs = value.heartbeat_ms;
    } catch (error) {
      if (!(error instanceof ExecutionRefusedError)) throw error;
      if (error.status === 410) return this.#joinAsAnother();
      if (FATAL.has(error.status)) throw new WorkerRejectedError(error.status, error.detail.message);
      throw error;
    }
  }

  #joinAsAnother(): Promise<void> {
    this.#id = randomUUID() as string as WorkerId;
    this.#options.onGivenUp();
    return this.#join();
  }
}
