/**
 * Runs attempts in workers on any machine, through a queue that outlives every process.
 *
 * Terms: an attempt is *open* until its end is known here. An end is *settled* when the scheduler has recorded or refused
 * it; until then its report stays in the queue, so that a scheduler that dies before hears of it again.
 *
 * Invariants
 * 1. What is written goes out in order: an attempt is called off or adopted only after it was submitted.
 * 2. Of each attempt one start and one end are told, however often the queue is read.
 * 3. An open attempt that the queue does not know any more is lost.
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

import type { RemoteExecutorEvent } from './events.ts';
import { GatheringLoop } from './gathering-loop.ts';
import type { RemoteExecutorOptions } from './options.ts';
import { PersistentCalls } from './persistent-calls.ts';
import {
  cancelledOutcome,
  lostOutcome,
  type RemoteAttempt,
  remoteAttempt,
  reportEnd,
  reportsOf,
  undeliverableOutcome,
} from './remote-attempt.ts';
import type { QueuedReport, WorkQueue } from './work-queue.ts';
import { WorkerRoom } from './worker-room.ts';
import { WorkerWatch } from './worker-watch.ts';

type Write =
  | { readonly kind: 'submit'; readonly workload: Workload }
  | { readonly kind: 'cancel'; readonly attemptId: AttemptId; readonly reason: CancelReason };

export class RemoteExecutor implements Executor {
  readonly name: string;
  readonly #queue: WorkQueue;
  readonly #parallelism: number;
  readonly #leavesAttempts: boolean;
  readonly #safetyNetMs: number;
  readonly #emit: (event: RemoteExecutorEvent) => void;
  readonly #attempts = new Map<AttemptId, RemoteAttempt>();
  readonly #room = new WorkerRoom();
  readonly #lookAhead = new LookAhead();
  readonly #watch: WorkerWatch;
  readonly #calls: PersistentCalls;
  readonly #writes = new GatheringLoop<Write>((batch) => this.#write(batch));
  readonly #reads = new GatheringLoop<readonly AttemptId[] | null>((batch) => this.#read(batch));
  readonly #settled = new GatheringLoop<AttemptId>((batch) => this.#forgetInQueue(batch));
  #listener: ReportListener = () => {};
  #onSlots: () => void = () => {};
  #onIdle: () => void = () => {};
  /** Reports that were caused by a call, and go out after it. */
  #batch: AttemptReport[] = [];
  #open = 0;
  #safetyNet: NodeJS.Timeout | undefined;
  #stopping: Promise<void> | null = null;
  /** What the queue says is for the next life. */
  #isStopped = false;

  constructor(options: RemoteExecutorOptions) {
    const { queue, name = 'remote', parallelism = Number.POSITIVE_INFINITY, onEvent = () => {} } = options;
    this.name = name;
    this.#queue = queue;
    this.#parallelism = parallelism;
    this.#leavesAttempts = options.leavesAttempts ?? false;
    this.#safetyNetMs = options.safetyNetMs ?? 10_000;
    this.#emit = onEvent;
    this.#calls = new PersistentCalls({ queue, onAway: (message) => onEvent({ kind: 'queueAway', message }) });
    this.#watch = new WorkerWatch({
      queue,
      lookMs: options.lookMs ?? 2000,
      onEvent,
      onWorkers: (workers) => {
        this.#room.workers = workers;
        if (this.#stopping === null) this.#onSlots();
      },
    });
  }

  async start(reports: ReportListener, onSlots: () => void = () => {}): Promise<void> {
    this.#listener = reports;
    await this.#queue.open({
      onReports: (attemptIds) => this.#reads.add(attemptIds),
      onWorkers: () => void this.#watch.refresh(),
      onGap: () => void this.#lookAtEverything(),
    });
    await this.#watch.refresh();
    // Whoever starts it asks for its slots itself.
    this.#onSlots = onSlots;
    this.#watch.start();
    this.#safetyNet = setInterval(() => void this.#lookAtEverything(), this.#safetyNetMs);
  }

  stop(options: StopOptions): Promise<void> {
    this.#stopping ??= this.#stop(options);
    return this.#stopping;
  }

  slots(queue?: string): number {
    if (this.#stopping !== null) return 0;
    const ahead = this.#room.serves(queue) ? this.#lookAhead.sizeAt(performance.now()) : 0;
    return Math.max(0, Math.min(this.#room.slots(queue) + ahead, this.#parallelism - this.#open));
  }

  serves(queue?: string): boolean {
    return this.#room.serves(queue);
  }

  submit(workloads: readonly Workload[]): void {
    for (const workload of workloads) {
      const attempt = this.#hold(workload.attemptId, workload.queue);
      if (this.#stopping === null) this.#writes.add({ kind: 'submit', workload });
      else this.#end(attempt, lostOutcome('The scheduler is stopping.'));
    }
  }

  cancel(attemptId: AttemptId, reason: CancelReason): void {
    const attempt = this.#attempts.get(attemptId);
    if (attempt === undefined || attempt.hasFinished || attempt.isCancelled) return;
    attempt.isCancelled = true;
    this.#writes.add({ kind: 'cancel', attemptId, reason });
  }

  async adopt(attemptIds: readonly AttemptId[]): Promise<readonly AttemptId[]> {
    await this.#writes.idle();
    const found = await this.#calls.do(() => this.#queue.adopt(attemptIds));
    const isHeld = new Set<AttemptId>();
    for (const { attemptId, queue } of found) {
      const attempt = this.#attempts.get(attemptId) ?? this.#hold(attemptId, queue);
      if (!attempt.hasFinished) isHeld.add(attemptId);
    }
    const held = attemptIds.filter((attemptId) => isHeld.has(attemptId));
    // After the answer was heard, so that the scheduler knows whose reports they are.
    if (held.length > 0) setImmediate(() => this.#reads.add(held));
    return held;
  }

  settle(attemptId: AttemptId): void {
    // What is reported a second time, after its turn was undone, is not at its end yet.
    if (this.#attempts.get(attemptId)?.hasFinished !== true) return;
    this.#attempts.delete(attemptId);
    this.#settled.add(attemptId);
  }

  // What goes to the queue --------------------------------------------------------------------------------------------

  async #write(batch: readonly Write[]): Promise<void> {
    const workloads = batch.flatMap((write) => (write.kind === 'submit' ? [write.workload] : []));
    if (workloads.length > 0) await this.#submitTogether(workloads);
    const cancels = batch.filter((write) => write.kind === 'cancel');
    for (const [reason, group] of Map.groupBy(cancels, (write) => write.reason)) {
      await this.#cancelTogether(
        group.map(({ attemptId }) => attemptId),
        reason,
      );
    }
  }

  /** What cannot be stored together may go one by one; what cannot be stored alone cannot be run. */
  async #submitTogether(workloads: readonly Workload[]): Promise<void> {
    try {
      await this.#calls.do(() => this.#queue.submit(workloads));
    } catch (error) {
      if (workloads.length > 1) for (const workload of workloads) await this.#submitTogether([workload]);
      else this.#endById(workloads[0]!.attemptId, undeliverableOutcome((error as Error).message));
    }
  }

  async #cancelTogether(attemptIds: readonly AttemptId[], reason: CancelReason): Promise<void> {
    const gone = await this.#calls.do(() => this.#queue.cancel(attemptIds, reason)).catch(() => []);
    for (const attemptId of gone) this.#endById(attemptId, cancelledOutcome(reason));
  }

  async #forgetInQueue(attemptIds: readonly AttemptId[]): Promise<void> {
    // What is left behind is deleted by age.
    await this.#calls.do(() => this.#queue.settle(attemptIds)).catch(() => undefined);
  }

  // What comes from the queue -----------------------------------------------------------------------------------------

  async #read(batch: readonly (readonly AttemptId[] | null)[]): Promise<void> {
    const attemptIds = batch.includes(null) ? null : batch.flatMap((some) => some ?? []);
    const rows = await this.#calls.do(() => this.#queue.read(attemptIds)).catch(() => []);
    this.#take(rows);
  }

  #take(rows: readonly QueuedReport[]): void {
    if (this.#isStopped) return;
    const heard: AttemptReport[] = [];
    for (const row of rows) {
      const attempt = this.#attempts.get(row.attemptId);
      if (attempt === undefined || attempt.hasFinished) continue;
      heard.push(...reportsOf(attempt, row, wallClock()));
      if (attempt.hasFinished) this.#free(attempt);
    }
    this.#deliver(heard);
  }

  /** The safety net under notifications, and under invariant 3. */
  async #lookAtEverything(): Promise<void> {
    const before = performance.now();
    this.#reads.add(null);
    await Promise.all([this.#watch.refresh(), this.#writes.idle(), this.#reads.idle()]);
    const asked = [...this.#attempts.values()].filter(({ hasFinished, since }) => !hasFinished && since < before);
    if (asked.length === 0) return;
    const known = await this.#queue.known(asked.map(({ attemptId }) => attemptId)).catch(() => null);
    if (known === null) return;
    const there = new Set(known);
    const missing = asked.filter(({ attemptId, hasFinished }) => !hasFinished && !there.has(attemptId));
    if (missing.length > 0) this.#emit({ kind: 'attemptsMissing', count: missing.length });
    for (const attempt of missing) this.#end(attempt, lostOutcome('The queue does not know of the attempt any more.'));
  }

  // The life of an attempt --------------------------------------------------------------------------------------------

  #hold(attemptId: AttemptId, queue: string | null): RemoteAttempt {
    const attempt = remoteAttempt(attemptId, queue);
    this.#attempts.set(attemptId, attempt);
    this.#open += 1;
    if (queue !== null) this.#room.open(queue);
    return attempt;
  }

  #endById(attemptId: AttemptId, outcome: AttemptOutcome): void {
    const attempt = this.#attempts.get(attemptId);
    if (attempt !== undefined) this.#end(attempt, outcome);
  }

  /** Ends an attempt about which nobody will say anything any more; the report goes out after the call. */
  #end(attempt: RemoteAttempt, outcome: AttemptOutcome): void {
    if (attempt.hasFinished) return;
    attempt.hasFinished = true;
    this.#free(attempt);
    if (this.#batch.length === 0) queueMicrotask(() => this.#deliver(this.#batch.splice(0)));
    this.#batch.push(reportEnd(attempt.attemptId, { outcome, at: wallClock() }));
  }

  #free({ queue }: RemoteAttempt): void {
    this.#open -= 1;
    if (queue !== null) this.#room.close(queue);
    this.#lookAhead.finished(1, performance.now());
  }

  #deliver(reports: readonly AttemptReport[]): void {
    if (reports.length > 0) this.#listener(reports);
    if (this.#open === 0) this.#onIdle();
  }

  // The end of everything ---------------------------------------------------------------------------------------------

  async #stop({ graceMs }: StopOptions): Promise<void> {
    // So that `#stopping` is set before anything is given up.
    await Promise.resolve();
    clearInterval(this.#safetyNet);
    this.#calls.giveUp();
    await this.#writes.idle();
    if (!this.#leavesAttempts) await this.#endAll(graceMs);
    await Promise.all([this.#watch.stop(), this.#reads.idle(), this.#settled.idle()]);
    this.#isStopped = true;
    await this.#queue.close();
  }

  async #endAll(graceMs: number): Promise<void> {
    if (this.#open > 0 && graceMs > 0) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
        timer = setTimeout(resolve, graceMs);
      });
      clearTimeout(timer);
    }
    await this.#queue.withdraw().catch(() => undefined);
    for (const attempt of this.#attempts.values()) {
      this.#end(attempt, lostOutcome('The scheduler stopped before the attempt was through.'));
    }
    await Promise.resolve();
  }
}
