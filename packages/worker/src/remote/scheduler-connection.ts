/**
 * The worker's connection to its scheduler, made again whenever it breaks.
 *
 * Invariants
 * 1. At most one link is open. What arrives on it is heard after the `welcome` only.
 * 2. `onWelcome` is called on every new link before anything else is sent on it; what was sent to an earlier one and not
 *    answered has to be sent again.
 */
import {
  type AttemptId,
  type MessageFromWorker,
  type MessageToWorker,
  WORKER_PROTOCOL,
  type WorkerFacts,
} from '@tradewind/model';
import { backOffMs } from './back-off.ts';
import { WorkerRejectedError } from './errors.ts';
import type { RemoteWorkerListener } from './events.ts';
import { LinkLife } from './link-life.ts';
import type { SchedulerLink } from './scheduler-link.ts';

export interface SchedulerConnectionOptions {
  readonly facts: WorkerFacts;
  /** Makes a link. What it throws is tried again. */
  readonly connect: () => Promise<SchedulerLink>;
  /** Read for every connection, since a new scheduler may have a new one. */
  readonly token: () => Promise<string>;
  readonly onEvent: RemoteWorkerListener;
  readonly owner: ConnectionOwner;
}

export interface ConnectionOwner {
  /** The attempts that the worker has. */
  readonly attemptIds: () => readonly AttemptId[];
  readonly onWelcome: () => void;
  readonly onMessage: (message: MessageToWorker) => void;
  /** The scheduler cannot be reached; told after every broken link. */
  readonly onAway: () => void;
  /** Nothing more is tried. */
  readonly onRejected: (error: WorkerRejectedError) => void;
}

export class SchedulerConnection {
  readonly #options: SchedulerConnectionOptions;
  #link: SchedulerLink | null = null;
  #isWelcome = false;
  #hubId: string | null = null;
  #failures = 0;
  #isStopped = false;
  #endPause: () => void = () => {};
  #loop: Promise<void> | null = null;

  constructor(options: SchedulerConnectionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Lost when there is no connection. */
  send(message: MessageFromWorker): void {
    if (this.#isWelcome) this.#link?.send(message);
  }

  /** What was sent before still goes out. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#endPause();
    this.#link?.close();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      try {
        const hello = { token: await this.#options.token() };
        const link = await this.#options.connect();
        if (this.#isStopped) return link.close();
        await this.#converse(link, hello.token);
      } catch (error) {
        this.#noteFailure((error as Error).message);
      }
      if (!this.#isStopped) await this.#pause(backOffMs(this.#failures, Math.random()));
    }
  }

  /** Resolves when the link is gone. */
  async #converse(link: SchedulerLink, token: string): Promise<void> {
    this.#link = link;
    const { facts, owner } = this.#options;
    const life = new LinkLife(link);
    await new Promise<void>((resolve) => {
      link.listen({ onMessage: (message) => this.#receive(life, message), onClose: resolve });
      const attemptIds = owner.attemptIds();
      link.send({ ...facts, kind: 'hello', protocol: WORKER_PROTOCOL, token, lastHubId: this.#hubId, attemptIds });
    });
    life.end();
    const wasWelcome = this.#isWelcome;
    this.#link = null;
    this.#isWelcome = false;
    if (this.#isStopped) return;
    if (wasWelcome) this.#failures = 0;
    this.#noteFailure(wasWelcome ? 'The connection broke.' : 'The connection ended before the scheduler answered.');
  }

  #receive(life: LinkLife, message: MessageToWorker): void {
    life.hear();
    if (message.kind === 'rejected') return this.#giveUp(new WorkerRejectedError(message.reason, message.message));
    if (message.kind === 'welcome') return this.#begin(life, message);
    if (this.#isWelcome && message.kind !== 'beat') this.#options.owner.onMessage(message);
  }

  #begin(life: LinkLife, { hubId, heartbeatMs, leaseMs }: Extract<MessageToWorker, { kind: 'welcome' }>): void {
    const { owner, onEvent } = this.#options;
    this.#hubId = hubId;
    this.#isWelcome = true;
    this.#failures = 0;
    life.keep({ heartbeatMs, leaseMs, beat: () => this.send({ kind: 'beat' }) });
    onEvent({ kind: 'welcomed', hubId, attempts: owner.attemptIds().length });
    owner.onWelcome();
  }

  #giveUp(error: WorkerRejectedError): void {
    this.#isStopped = true;
    this.#link?.close();
    this.#options.owner.onRejected(error);
  }

  #noteFailure(message: string): void {
    if (this.#failures === 0) this.#options.onEvent({ kind: 'schedulerAway', message });
    this.#failures += 1;
    this.#options.owner.onAway();
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
