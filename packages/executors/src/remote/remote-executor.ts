/**
 * Runs attempts in workers that are processes of their own and come and go.
 *
 * Terms: an attempt *waits* here until a worker that serves its queue has room. One that a worker *brings along* from an
 * earlier life of the scheduler is *claimed* by `adopt`. An end is *settled* when the scheduler has recorded or refused it.
 *
 * Invariants
 * 1. An attempt is in one place: it waits, or one session has it. A worker that has it without being that session is
 *    told to stop it, and its reports are not heard.
 * 2. A worker keeps the reports of an attempt until its end is settled, so that a scheduler that dies before it has
 *    recorded an end hears of it again.
 * 3. Reports of attempts that a worker brought along are kept until `adopt` has claimed them.
 * 4. What waits is served by no worker that has room: room is used at once.
 */
import {
  type AttemptId,
  type AttemptOutcome,
  type AttemptReport,
  LookAhead,
  type Workload,
  wallClock,
} from '@tradewind/model';
import type { CancelReason, Executor, ReportListener, StopOptions } from '../executor.ts';

import { chooseWorker } from './choose-worker.ts';
import type { LossCause } from './events.ts';
import type { RemoteExecutorOptions } from './options.ts';
import {
  broughtAttempt,
  cancelledOutcome,
  lostOutcome,
  type RemoteAttempt,
  reportEnd,
  undeliverableOutcome,
  waitingAttempt,
} from './remote-attempt.ts';
import { Reunion } from './reunion.ts';
import { SettledBatches } from './settled-batches.ts';
import { goesBefore, WaitingWorkloads } from './waiting-workloads.ts';
import { type HubOwner, WorkerHub } from './worker-hub.ts';
import type { WorkerSession } from './worker-session.ts';

export class RemoteExecutor implements Executor {
  readonly name: string;
  readonly #parallelism: number;
  readonly #unclaimedMs: number;
  readonly #leavesAttempts: boolean;
  readonly #hub: WorkerHub;
  readonly #attempts = new Map<AttemptId, RemoteAttempt>();
  readonly #waiting = new WaitingWorkloads();
  readonly #lookAhead = new LookAhead();
  readonly #reunion: Reunion;
  readonly #settled = new SettledBatches();
  readonly #timers = new Set<NodeJS.Timeout>();
  #listener: ReportListener = () => {};
  #onSlots: () => void = () => {};
  /** Reports that were caused by a call, and go out after it. */
  #batch: AttemptReport[] = [];
  /** Attempts that wait or run. */
  #open = 0;
  #order = 0;
  #uses = 0;
  #onIdle: () => void = () => {};
  #stopping: Promise<void> | null = null;

  constructor(options: RemoteExecutorOptions) {
    const { name = 'remote', parallelism = Number.POSITIVE_INFINITY, unclaimedMs = 30_000 } = options;
    this.name = name;
    this.#parallelism = parallelism;
    this.#unclaimedMs = unclaimedMs;
    this.#leavesAttempts = options.leavesAttempts ?? false;
    this.#reunion = new Reunion(options.adoptionMs ?? 10_000);
    const owner: HubOwner = {
      onHere: (session, attemptIds, isOfThisHub) => this.#receiveWorker(session, attemptIds, isOfThisHub),
      onReports: (session, reports) => this.#receiveReports(session, reports),
      onGone: (session, why) => this.#loseWorker(session, why),
    };
    this.#hub = new WorkerHub(options, owner);
  }

  async start(reports: ReportListener, onSlots: () => void = () => {}): Promise<void> {
    this.#listener = reports;
    this.#onSlots = onSlots;
    await this.#hub.open();
    this.#reunion.begin();
  }

  stop(options: StopOptions): Promise<void> {
    this.#stopping ??= this.#stop(options);
    return this.#stopping;
  }

  slots(queue?: string): number {
    if (this.#stopping !== null) return 0;
    let room = 0;
    let isServed = false;
    for (const session of this.#hub.sessions) {
      if (queue !== undefined && !session.serves(queue)) continue;
      room += session.room;
      isServed ||= session.link !== null;
    }
    // By invariant 4 what waits takes nothing of the room.
    const ahead = isServed ? Math.max(0, this.#lookAhead.sizeAt(performance.now()) - this.#waiting.size) : 0;
    return Math.max(0, Math.min(room + ahead, this.#parallelism - this.#open));
  }

  serves(queue?: string): boolean {
    for (const session of this.#hub.sessions) {
      if (!session.isDraining && (queue === undefined || session.serves(queue))) return true;
    }
    return false;
  }

  submit(workloads: readonly Workload[]): void {
    for (const workload of workloads) {
      const attempt = waitingAttempt(workload, ++this.#order);
      this.#attempts.set(attempt.attemptId, attempt);
      this.#open += 1;
      if (this.#stopping === null) this.#waiting.add(attempt);
      else this.#end(attempt, lostOutcome('The scheduler is stopping.'));
    }
    this.#handOut();
  }

  cancel(attemptId: AttemptId, reason: CancelReason): void {
    const attempt = this.#attempts.get(attemptId);
    if (attempt === undefined || attempt.hasFinished || attempt.cancelReason !== null) return;
    attempt.cancelReason = reason;
    if (attempt.worker !== null) attempt.worker.send({ kind: 'cancel', attemptId, reason });
    else if (this.#waiting.remove(attempt)) this.#end(attempt, cancelledOutcome(reason));
  }

  async adopt(attemptIds: readonly AttemptId[]): Promise<readonly AttemptId[]> {
    const isHere = (attemptId: AttemptId): boolean => this.#attempts.has(attemptId);
    await this.#reunion.until(() => attemptIds.every(isHere) || this.#stopping !== null);
    const held = attemptIds.filter((attemptId) => this.#attempts.get(attemptId)?.hasFinished === false);
    for (const attemptId of held) this.#claim(this.#attempts.get(attemptId)!);
    return held;
  }

  settle(attemptId: AttemptId): void {
    const attempt = this.#attempts.get(attemptId);
    // What is reported a second time, after its turn was undone, is not at its end yet.
    if (attempt === undefined || !attempt.hasFinished) return;
    this.#forget(attempt);
    if (attempt.worker !== null) this.#settled.add(attempt.worker, attemptId);
  }

  // Handing out -------------------------------------------------------------------------------------------------------

  #handOut(): void {
    const batches = new Map<WorkerSession, RemoteAttempt[]>();
    for (let next = this.#choose(); next !== undefined; next = this.#choose()) {
      const { attempt, session } = next;
      this.#waiting.remove(attempt);
      this.#give(attempt, session);
      session.noteUse(attempt.workload!.code.bundleVersion, ++this.#uses);
      const batch = batches.get(session);
      if (batch === undefined) batches.set(session, [attempt]);
      else batch.push(attempt);
    }
    for (const [session, batch] of batches) this.#send(session, batch);
  }

  #choose(): { readonly attempt: RemoteAttempt; readonly session: WorkerSession } | undefined {
    let best: { attempt: RemoteAttempt; session: WorkerSession } | undefined;
    if (this.#stopping !== null) return best;
    for (const attempt of this.#waiting.heads()) {
      if (best !== undefined && !goesBefore(attempt, best.attempt)) continue;
      const session = chooseWorker(this.#hub.sessions, attempt.workload!);
      if (session !== undefined) best = { attempt, session };
    }
    return best;
  }

  #give(attempt: RemoteAttempt, session: WorkerSession): void {
    attempt.worker = session;
    session.attempts.set(attempt.attemptId, attempt);
    session.load += 1;
  }

  /** What is too large together may go one by one; what is too large alone cannot be run. */
  #send(session: WorkerSession, batch: readonly RemoteAttempt[]): void {
    try {
      session.send({ kind: 'run', workloads: batch.map(({ workload }) => workload!) });
    } catch (error) {
      if (batch.length > 1) for (const attempt of batch) this.#send(session, [attempt]);
      else this.#end(batch[0]!, undeliverableOutcome((error as Error).message));
    }
  }

  // What workers say --------------------------------------------------------------------------------------------------

  #receiveWorker(session: WorkerSession, attemptIds: readonly AttemptId[], isOfThisHub: boolean): void {
    const said = new Set(attemptIds);
    for (const attempt of [...session.attempts.values()]) if (!said.has(attempt.attemptId)) this.#miss(attempt);
    const foreign: AttemptId[] = [];
    for (const attemptId of attemptIds) {
      const attempt = this.#attempts.get(attemptId);
      if (attempt?.worker === session) this.#remind(attempt);
      else if (attempt === undefined && !isOfThisHub) this.#takeAlong(attemptId, session);
      else foreign.push(attemptId);
    }
    this.#hub.revoke(session, foreign);
    this.#reunion.look();
    this.#handOut();
    this.#onSlots();
  }

  /** A worker came back without an attempt that it was given. */
  #miss(attempt: RemoteAttempt): void {
    const { workload, hasStarted, hasFinished, isClaimed, cancelReason } = attempt;
    if (hasFinished || !isClaimed) return this.#forget(attempt);
    // The message did not arrive: nothing ran.
    if (workload !== null && !hasStarted && cancelReason === null) {
      this.#take(attempt);
      return this.#waiting.add(attempt);
    }
    this.#end(attempt, lostOutcome('The worker does not know of the attempt any more.'));
  }

  /** Repeats what may have been lost with the former connection. */
  #remind({ attemptId, cancelReason: reason, hasFinished, worker }: RemoteAttempt): void {
    if (reason !== null && !hasFinished) worker?.send({ kind: 'cancel', attemptId, reason });
  }

  #takeAlong(attemptId: AttemptId, session: WorkerSession): void {
    const attempt = broughtAttempt(attemptId, ++this.#order);
    this.#attempts.set(attemptId, attempt);
    this.#open += 1;
    this.#give(attempt, session);
    this.#later(this.#unclaimedMs, () => this.#giveUpUnclaimed(attempt));
  }

  #claim(attempt: RemoteAttempt): void {
    if (attempt.isClaimed) return;
    attempt.isClaimed = true;
    const { kept } = attempt;
    attempt.kept = [];
    // After the answer of `adopt` was heard, so that the scheduler knows whose reports they are.
    if (kept.length > 0) this.#later(0, () => this.#receiveReports(attempt.worker, kept));
  }

  #giveUpUnclaimed(attempt: RemoteAttempt): void {
    const { worker, attemptId } = attempt;
    if (attempt.isClaimed || this.#attempts.get(attemptId) !== attempt) return;
    this.#forget(attempt);
    if (worker !== null) this.#hub.revoke(worker, [attemptId]);
    this.#handOut();
    this.#onSlots();
  }

  #receiveReports(session: WorkerSession | null, reports: readonly AttemptReport[]): void {
    const heard: AttemptReport[] = [];
    const foreign = new Set<AttemptId>();
    for (const report of reports) {
      const attempt = this.#attempts.get(report.attemptId);
      if (attempt === undefined || attempt.worker !== session) foreign.add(report.attemptId);
      else if (!attempt.isClaimed) this.#keep(attempt, report);
      else if (this.#note(attempt, report)) heard.push(report);
    }
    if (session !== null) this.#hub.revoke(session, [...foreign]);
    this.#deliver(heard);
    this.#handOut();
  }

  #keep(attempt: RemoteAttempt, report: AttemptReport): void {
    if (!attempt.isOpen) return;
    attempt.kept.push(report);
    if (report.kind === 'finished') this.#free(attempt);
  }

  /** False for one that is repeated. */
  #note(attempt: RemoteAttempt, report: AttemptReport): boolean {
    if (attempt.hasFinished) return false;
    if (report.kind === 'started') {
      if (attempt.hasStarted) return false;
      attempt.hasStarted = true;
      attempt.startedAt = report.at;
      attempt.workerName = report.worker;
      return true;
    }
    this.#finish(attempt);
    return true;
  }

  #loseWorker(session: WorkerSession, why: LossCause | 'left'): number {
    let lost = 0;
    for (const attempt of [...session.attempts.values()]) {
      if (attempt.hasFinished || !attempt.isClaimed) {
        this.#forget(attempt);
        continue;
      }
      lost += 1;
      this.#end(attempt, lostOutcome(`The worker "${session.facts.name}" ${LOSS[why]} while it had the attempt.`));
    }
    this.#handOut();
    return lost;
  }

  // The end of an attempt ---------------------------------------------------------------------------------------------

  /** Ends an attempt about which no worker will say anything any more; the report goes out after the call. */
  #end(attempt: RemoteAttempt, outcome: AttemptOutcome): void {
    this.#finish(attempt);
    this.#forget(attempt);
    if (this.#batch.length === 0) queueMicrotask(() => this.#deliver(this.#batch.splice(0)));
    this.#batch.push(reportEnd(attempt, outcome, wallClock()));
  }

  #finish(attempt: RemoteAttempt): void {
    attempt.hasFinished = true;
    this.#free(attempt);
  }

  /** Gives the slot of an attempt back whose end is known. */
  #free(attempt: RemoteAttempt): void {
    if (!attempt.isOpen) return;
    attempt.isOpen = false;
    this.#open -= 1;
    if (attempt.worker !== null) attempt.worker.load -= 1;
    this.#lookAhead.finished(1, performance.now());
  }

  #forget(attempt: RemoteAttempt): void {
    this.#finish(attempt);
    this.#attempts.delete(attempt.attemptId);
    attempt.worker?.attempts.delete(attempt.attemptId);
  }

  /** Takes an attempt from its worker. */
  #take(attempt: RemoteAttempt): void {
    const { worker } = attempt;
    if (worker === null) return;
    worker.attempts.delete(attempt.attemptId);
    worker.load -= 1;
    attempt.worker = null;
  }

  #deliver(reports: readonly AttemptReport[]): void {
    if (reports.length > 0) this.#listener(reports);
    if (this.#open === 0) this.#onIdle();
  }

  // The end of everything ---------------------------------------------------------------------------------------------

  async #stop({ graceMs }: StopOptions): Promise<void> {
    // So that `#stopping` is set before anything is given up.
    await Promise.resolve();
    this.#reunion.look();
    for (const attempt of this.#waiting.removeAll()) {
      this.#end(attempt, lostOutcome('The scheduler stopped before the attempt could run.'));
    }
    if (!this.#leavesAttempts) await this.#endAll(graceMs);
    await Promise.resolve();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#reunion.end();
    await this.#hub.close();
  }

  async #endAll(graceMs: number): Promise<void> {
    if (this.#open > 0 && graceMs > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
        this.#later(graceMs, resolve);
      });
    }
    for (const session of this.#hub.sessions) {
      const open = [...session.attempts.values()].filter(({ hasFinished }) => !hasFinished);
      for (const attempt of open) this.#end(attempt, lostOutcome('The scheduler stopped while the task ran.'));
      this.#hub.revoke(
        session,
        open.map(({ attemptId }) => attemptId),
      );
    }
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }
}

const LOSS: Readonly<Record<LossCause | 'left', string>> = {
  silent: 'was silent for longer than its lease',
  away: 'was disconnected and did not come back in time',
  dead: 'ended',
  left: 'was stopped',
};
