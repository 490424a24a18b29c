/**
 * The scheduler's side of all workers: lets them in, keeps their sessions over broken connections, notices which are
 * gone, and answers what they ask. What attempts mean is the business of its owner, `RemoteExecutor`.
 *
 * Invariants
 * 1. Nobody is heard before a `hello` with the right token; whoever says anything else first is cut off.
 * 2. A session has at most one link; what arrives on an earlier one is not heard.
 * 3. Of every session that came `onGone` is told once, and nothing afterwards.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  type AttemptId,
  type AttemptReport,
  type MessageFromWorker,
  SilenceWatch,
  type WorkerHello,
  type WorkerQuestion,
} from '@tradewind/model';
import { answerQuestion } from './answer-question.ts';
import type { LossCause, WorkerHubEvent } from './events.ts';
import { checkHello } from './hello-check.ts';
import type { WorkerHubOptions } from './options.ts';
import type { WorkerLink } from './worker-listener.ts';
import { WorkerSession } from './worker-session.ts';

/** Whoever connects has this long to say who he is. */
const GREETING_MS = 5000;
/** How often it is looked whether a worker that is away still lives: a process closes its connections before it is gone. */
const LOOK_MS = 200;

export interface HubOwner {
  /** A worker is there, for the first time or again, with these attempts. */
  onHere(session: WorkerSession, attemptIds: readonly AttemptId[], isOfThisHub: boolean): void;
  onReports(session: WorkerSession, reports: readonly AttemptReport[]): void;
  /** What it had is lost. Returns how many attempts that were. */
  onGone(session: WorkerSession, why: LossCause | 'left'): number;
}

export class WorkerHub {
  readonly #options: Required<Omit<WorkerHubOptions, 'onEvent'>>;
  readonly #emit: (event: WorkerHubEvent) => void;
  readonly #owner: HubOwner;
  readonly #sessions = new Map<string, WorkerSession>();
  /** Links on which nobody has said who he is, with the timers that end them. */
  readonly #strangers = new Map<WorkerLink, NodeJS.Timeout>();
  readonly #watch: SilenceWatch;
  readonly #host = hostname();
  readonly id: string = randomUUID();
  #token = '';
  #beat: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor({ onEvent = () => {}, ...options }: WorkerHubOptions, owner: HubOwner) {
    this.#options = { heartbeatMs: 5000, leaseMs: 15_000, resumeGraceMs: 10_000, ...options };
    this.#emit = onEvent;
    this.#owner = owner;
    const { leaseMs, heartbeatMs } = this.#options;
    this.#watch = new SilenceWatch({ leaseMs, heartbeatMs, now: performance.now() });
  }

  /** Those that are here and those that may come back. */
  get sessions(): Iterable<WorkerSession> {
    return this.#sessions.values();
  }

  async open(): Promise<void> {
    this.#token = await this.#options.token();
    await this.#options.listener.listen((link) => this.#receiveLink(link));
    this.#beat = setInterval(() => this.#keepTime(), this.#options.heartbeatMs);
  }

  /** Ends all connections. Nobody is told to be gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#beat);
    for (const timer of this.#strangers.values()) clearTimeout(timer);
    for (const link of this.#strangers.keys()) link.close();
    for (const { awayTimer, link } of this.#sessions.values()) {
      if (awayTimer !== null) clearInterval(awayTimer);
      link?.close();
    }
    await this.#options.listener.close();
  }

  /** Tells a worker to stop attempts that are not its own any more. */
  revoke(session: WorkerSession, attemptIds: readonly AttemptId[]): void {
    if (attemptIds.length === 0) return;
    session.send({ kind: 'revoke', attemptIds });
    this.#emit({ kind: 'attemptsRevoked', worker: session.facts, count: attemptIds.length });
  }

  // Coming ----------------------------------------------------------------------------------------------------------

  #receiveLink(link: WorkerLink): void {
    if (this.#isClosed) return link.close();
    let session: WorkerSession | undefined;
    this.#strangers.set(
      link,
      setTimeout(() => link.close(), GREETING_MS),
    );
    link.listen({
      onMessage: (message) => {
        if (this.#isClosed) return;
        if (session !== undefined) return this.#receive(session, link, message);
        if (this.#forgetStranger(link)) session = this.#greet(link, message);
      },
      onClose: () => {
        this.#forgetStranger(link);
        if (session?.link === link && !this.#isClosed) this.#loseLink(session);
      },
    });
  }

  #forgetStranger(link: WorkerLink): boolean {
    clearTimeout(this.#strangers.get(link));
    return this.#strangers.delete(link);
  }

  #greet(link: WorkerLink, message: MessageFromWorker): WorkerSession | undefined {
    const verdict = checkHello(message, this.#token);
    switch (verdict.kind) {
      case 'stranger':
        link.close();
        return undefined;
      case 'rejected':
        link.send(verdict);
        link.close();
        this.#emit({ kind: 'workerRejected', reason: verdict.reason });
        return undefined;
      case 'welcome':
        return this.#welcome(link, verdict.hello);
    }
  }

  #welcome(link: WorkerLink, hello: WorkerHello): WorkerSession {
    const known = this.#sessions.get(hello.workerId);
    const session = known ?? new WorkerSession(factsOf(hello));
    this.#sessions.set(hello.workerId, session);
    const { link: former } = session;
    session.link = link;
    session.heardAt = performance.now();
    former?.close();
    if (session.awayTimer !== null) clearInterval(session.awayTimer);
    session.awayTimer = null;
    const { heartbeatMs, leaseMs } = this.#options;
    link.send({ kind: 'welcome', hubId: this.id, heartbeatMs, leaseMs });
    const attempts = hello.attemptIds.length;
    this.#emit({ kind: known === undefined ? 'workerJoined' : 'workerResumed', worker: session.facts, attempts });
    this.#owner.onHere(session, hello.attemptIds, hello.lastHubId === this.id);
    return session;
  }

  // While it is here --------------------------------------------------------------------------------------------------

  #receive(session: WorkerSession, link: WorkerLink, message: MessageFromWorker): void {
    if (session.link !== link) return;
    session.heardAt = performance.now();
    switch (message.kind) {
      case 'hello':
      case 'beat':
        return;
      case 'reports':
        return this.#owner.onReports(session, message.reports);
      case 'ask':
        return void this.#answer(session, link, message.ask, message.question);
      case 'draining':
        session.isDraining = true;
        return;
      case 'goodbye':
        return this.#leave(session, 'left');
    }
  }

  async #answer(session: WorkerSession, link: WorkerLink, ask: number, question: WorkerQuestion): Promise<void> {
    const isHeld = (attemptId: AttemptId): boolean => session.attempts.get(attemptId)?.hasFinished === false;
    const answer = await answerQuestion(question, { answer: this.#options.answer, isHeld });
    if (session.link === link) link.send({ ...answer, ask });
  }

  #keepTime(): void {
    const now = performance.now();
    this.#watch.beat(now);
    for (const session of [...this.#sessions.values()]) {
      if (session.link === null) continue;
      if (this.#watch.isSilent(session.heardAt, now)) this.#leave(session, 'silent');
      else session.send({ kind: 'beat' });
    }
  }

  // Going -------------------------------------------------------------------------------------------------------------

  #loseLink(session: WorkerSession): void {
    session.link = null;
    this.#emit({ kind: 'workerAway', worker: session.facts });
    const { resumeGraceMs } = this.#options;
    const until = performance.now() + resumeGraceMs;
    session.awayTimer = setInterval(
      () => {
        if (this.#isDead(session)) this.#leave(session, 'dead');
        else if (performance.now() >= until) this.#leave(session, 'away');
      },
      Math.min(LOOK_MS, resumeGraceMs),
    );
  }

  /** Whether it was a process of this machine that is gone, so that there is nobody to wait for. */
  #isDead({ facts: { host, pid } }: WorkerSession): boolean {
    if (host !== this.#host) return false;
    try {
      process.kill(pid, 0);
      return false;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ESRCH';
    }
  }

  #leave(session: WorkerSession, why: LossCause | 'left'): void {
    const { facts: worker, link, awayTimer } = session;
    this.#sessions.delete(worker.workerId);
    session.link = null;
    link?.close();
    if (awayTimer !== null) clearInterval(awayTimer);
    const lost = this.#owner.onGone(session, why);
    this.#emit(why === 'left' ? { kind: 'workerLeft', worker, lost } : { kind: 'workerLost', worker, why, lost });
  }
}

function factsOf({ workerId, name, host, pid, slots, queues }: WorkerHello): WorkerSession['facts'] {
  return { workerId, name, host, pid, slots, queues };
}
