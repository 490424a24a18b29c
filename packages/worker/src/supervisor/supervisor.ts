/**
 * The supervisor: takes attempts, has children run them, reports what became of each.
 *
 * `packages/worker/DESIGN.md` has the model, the invariants W1…W9 and the table of failures.
 */
import {
  type AttemptId,
  type AttemptOutcome,
  type AttemptReport,
  type SerializedError,
  type Workload,
  wallClock,
} from '@tradewind/model';
import type { AttemptRunner, CancelReason, ReportListener, StopOptions } from '../attempt-runner.ts';
import type { FinishedMessage, MessageFromChild } from '../channel/messages.ts';
import type { ExecutionApi } from '../execution-api.ts';
import { AttemptEnding, type EndingReason, type EndingStep } from './attempt-ending.ts';
import { AttemptLog } from './attempt-log.ts';
import { BundleDirectories } from './bundle-directories.ts';
import type { Child } from './child.ts';
import { ChildPool } from './child-pool.ts';
import type { ChildExit, RawStream } from './child-process.ts';
import { Dispatcher, SLOW_MS } from './dispatcher.ts';
import { failure, outcomeOfEnding, outcomeOfExit } from './exit-outcome.ts';
import { type HeldAttempt, holdAttempt } from './held-attempt.ts';
import { MemoryWatch } from './memory-watch.ts';
import { type ResolvedSupervisorOptions, resolveOptions, type SupervisorOptions } from './options.ts';
import { ReportQueue } from './report-queue.ts';
import { TaskDurations } from './task-durations.ts';

/** After so many children in a row that died at their start, what waits is given back. */
const GIVE_UP_AFTER_STARTS = 3;

export class Supervisor implements AttemptRunner {
  readonly #options: ResolvedSupervisorOptions;
  readonly #log: AttemptLog;
  readonly #directories: BundleDirectories;
  readonly #durations = new TaskDurations();
  readonly #reports = new ReportQueue();
  readonly #pool: ChildPool;
  readonly #dispatcher: Dispatcher;
  readonly #held = new Map<AttemptId, HeldAttempt>();
  readonly #memoryWatches = new Map<Child, MemoryWatch>();
  readonly #loadLimits = new Map<Child, NodeJS.Timeout>();
  #order = 0;
  #dispatchTimer: NodeJS.Timeout | null = null;
  #watchTimer: NodeJS.Timeout | null = null;
  #stopping: Promise<void> | null = null;
  #onChange: () => void = () => {};

  constructor(options: SupervisorOptions) {
    this.#options = resolveOptions(options);
    const { bundles, logs, maskText } = this.#options;
    this.#log = new AttemptLog({ store: logs, maskText });
    this.#directories = new BundleDirectories(bundles);
    this.#pool = new ChildPool(this.#options, {
      onMessages: (child, messages) => this.#receive(child, messages),
      onRawLines: (child, stream, lines) => this.#receiveRaw(child, stream, lines),
      onExit: (child, exit) => this.#lose(child, exit),
    });
    this.#dispatcher = new Dispatcher(this.#pool, this.#durations, {
      onTakenBack: ({ pid }, attempts) =>
        this.#options.onEvent({
          kind: 'attempts_revoked',
          pid,
          attemptIds: attempts.map(({ attemptId }) => attemptId),
        }),
    });
  }

  async start(reports: ReportListener): Promise<void> {
    this.#reports.listen(reports);
    this.#dispatch();
  }

  run(workloads: readonly Workload[]): void {
    for (const workload of workloads) {
      const attempt = holdAttempt(workload, ++this.#order);
      this.#held.set(attempt.attemptId, attempt);
      if (this.#stopping === null) this.#prepare(attempt);
      else this.#giveUp(attempt, 'lost', 'The worker is stopping.');
    }
    this.#dispatch();
  }

  cancel(attemptId: AttemptId, reason: CancelReason): void {
    const attempt = this.#held.get(attemptId);
    if (attempt === undefined) return;
    const why = reason === 'cancelled' ? 'The attempt was cancelled.' : 'The attempt was over its time.';
    if (attempt.token !== 0 && attempt.child !== null) this.#dispatcher.takeBack(attempt.child);
    if (attempt.child === null) this.#giveUp(attempt, reason, why);
    else this.#end(attempt, reason, why, 'asked');
    this.#dispatch();
  }

  holds(attemptId: AttemptId): boolean {
    return this.#held.has(attemptId);
  }

  stop(options: StopOptions): Promise<void> {
    this.#stopping ??= this.#stop(options);
    return this.#stopping;
  }

  // Before an attempt runs

  #prepare(attempt: HeldAttempt): void {
    const directory = this.#directories.find(attempt.workload.code.bundleVersion);
    if (typeof directory === 'string') this.#enqueue(attempt, directory);
    else void this.#prepareLater(attempt, directory);
  }

  async #prepareLater(attempt: HeldAttempt, directory: Promise<string>): Promise<void> {
    try {
      const path = await directory;
      if (this.#held.has(attempt.attemptId)) this.#enqueue(attempt, path);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const { bundleVersion } = attempt.workload.code;
      this.#giveUp(
        attempt,
        'could_not_start',
        `The code of bundle version ${bundleVersion} could not be had: ${reason}`,
      );
    }
    this.#dispatch();
  }

  #enqueue(attempt: HeldAttempt, bundleDirectory: string): void {
    attempt.bundleDirectory = bundleDirectory;
    this.#dispatcher.add(attempt);
  }

  #dispatch(): void {
    if (this.#stopping !== null) return;
    const againInMs = this.#dispatcher.dispatch();
    if (againInMs !== null) {
      this.#dispatchTimer ??= setTimeout(() => {
        this.#dispatchTimer = null;
        this.#dispatch();
      }, againInMs);
    }
    this.#watch();
  }

  /** Ends an attempt that does not run. */
  #giveUp(attempt: HeldAttempt, reason: EndingReason, why: string): void {
    if (!this.#held.has(attempt.attemptId)) return;
    this.#dispatcher.remove(attempt);
    this.#log.say(attempt, 'system', 'error', [why]);
    this.#finish(attempt, failure(reason, why, reason !== 'cancelled'), null);
  }

  // While it runs

  #receive(child: Child, messages: readonly MessageFromChild[]): void {
    for (const message of messages) this.#receiveOne(child, message);
    const { running } = child;
    if (running !== null && running.startedAt !== null) this.#limitTime(running);
    this.#pool.release(child);
    this.#dispatch();
    this.#reports.deliver();
  }

  #receiveOne(child: Child, message: MessageFromChild): void {
    switch (message.kind) {
      case 'ready':
        this.#pool.markReady(child);
        break;
      case 'started':
        this.#begin(child, message.attemptId, message.at);
        break;
      case 'finished':
        this.#receiveFinished(child, message);
        break;
      case 'log':
        this.#receiveLog(child, message);
        break;
      case 'loading':
        this.#limitLoad(child);
        break;
      case 'loaded':
        this.#clearLoadLimit(child);
        if (child.running !== null) child.running.loadedAt = message.at;
        break;
      case 'call':
        void this.#call(child, message);
        break;
      case 'tokens_open':
        this.#pool.openTokens(child, message.path);
        break;
      case 'closing':
        this.#close(child);
        break;
    }
  }

  #begin(child: Child, attemptId: AttemptId, at: number): void {
    const attempt = this.#held.get(attemptId);
    if (attempt === undefined || attempt.child !== child) return;
    child.begin(attempt);
    attempt.hasSaidStarted = true;
    attempt.startedAt = at;
    this.#announce(attempt, at);
    const { memoryLimitMb } = attempt.workload;
    if (memoryLimitMb !== null) this.#watchMemory(child, attempt, memoryLimitMb);
  }

  #announce(attempt: HeldAttempt, at: number): void {
    if (attempt.isAnnounced || attempt.child === null) return;
    attempt.isAnnounced = true;
    const { attemptId } = attempt;
    this.#reports.add({ kind: 'started', attemptId, at, worker: this.#nameOf(attempt.child) });
  }

  /** The time-out counts from when the task itself began: loading its code is not the task's fault. */
  #limitTime(attempt: HeldAttempt): void {
    const { executionTimeoutMs } = attempt.workload;
    if (executionTimeoutMs === null || attempt.timeLimit !== null || attempt.ending !== null) return;
    if (attempt.child === null || attempt.child.isLoading) return;
    const now = wallClock();
    const elapsedMs = now - (attempt.loadedAt ?? attempt.startedAt ?? now);
    attempt.timeLimit = setTimeout(
      () =>
        this.#end(attempt, 'timeout', `The task ran longer than its time-out of ${executionTimeoutMs} ms.`, 'asked'),
      Math.max(1, executionTimeoutMs - elapsedMs),
    );
  }

  #clearTimeLimit(attempt: HeldAttempt): void {
    if (attempt.timeLimit !== null) clearTimeout(attempt.timeLimit);
    attempt.timeLimit = null;
  }

  #limitLoad(child: Child): void {
    const { loadTimeoutMs } = this.#options;
    const limit = setTimeout(() => {
      const { running } = child;
      if (running === null) return;
      const why = `The DAG file "${running.workload.code.file}" did not load within ${loadTimeoutMs} ms.`;
      this.#end(running, 'could_not_start', why, 'terminated');
    }, loadTimeoutMs);
    this.#loadLimits.set(child, limit);
  }

  #clearLoadLimit(child: Child): void {
    if (!child.isLoading) return;
    child.isLoading = false;
    clearTimeout(this.#loadLimits.get(child));
    this.#loadLimits.delete(child);
  }

  #watchMemory(child: Child, attempt: HeldAttempt, limitMb: number): void {
    const onExceeded = (memoryMb: number): void => {
      const why =
        `The task and what it started held ${memoryMb} MB, and its memory limit is ${limitMb} MB. ` +
        'Hold less in memory at a time, or raise memoryLimitMb.';
      this.#end(attempt, 'out_of_memory', why, 'killed');
    };
    const { memorySampleMs: intervalMs } = this.#options;
    this.#memoryWatches.set(child, new MemoryWatch({ pid: child.pid, limitMb, intervalMs, onExceeded }));
  }

  /** While attempts run: finds those that hold up what was handed ahead, and announces those that cannot do so. */
  #watch(): void {
    if (this.#watchTimer !== null) return;
    for (const child of this.#pool.all) {
      if (!needsWatching(child)) continue;
      this.#watchTimer = setTimeout(() => this.#look(), SLOW_MS);
      return;
    }
  }

  #look(): void {
    this.#watchTimer = null;
    const now = performance.now();
    for (const child of this.#pool.all) {
      if (needsWatching(child) && now - child.since >= SLOW_MS) this.#lookAtSlow(child);
    }
    this.#dispatch();
  }

  #lookAtSlow(child: Child): void {
    this.#dispatcher.takeBack(child);
    // What is left has been started by a child that had no chance to say so.
    const attempt = child.running ?? child.ahead[0];
    if (attempt === undefined) return;
    if (child.running === null) child.begin(attempt);
    attempt.expectedMs = Number.POSITIVE_INFINITY;
    this.#assumeStarted(child, attempt);
    this.#limitTime(attempt);
  }

  async #call(child: Child, message: Extract<MessageFromChild, { kind: 'call' }>): Promise<void> {
    const { call, attemptId, request } = message;
    try {
      const method = this.#options.api[request.method] as (
        this: ExecutionApi,
        attemptId: AttemptId,
        ...args: readonly unknown[]
      ) => Promise<unknown>;
      const value = await method.call(this.#options.api, attemptId, ...request.args);
      child.send({ kind: 'answer', call, value: value ?? null });
    } catch (error) {
      child.send({ kind: 'refusal', call, error: serialize(error) });
    }
    child.flush();
  }

  // Its log

  #receiveLog(child: Child, { attemptId, lines }: Extract<MessageFromChild, { kind: 'log' }>): void {
    const owner = this.#held.get(attemptId) ?? child.ownerOfLines(attemptId);
    if (owner !== null) this.#log.write(owner, lines);
    this.#slowDown(child);
  }

  #receiveRaw(child: Child, stream: RawStream, lines: readonly string[]): void {
    const level = stream === 'stdout' ? 'info' : 'error';
    for (const owned of child.rawOutput.assign(stream, lines, child.current)) {
      this.#log.say(owned.attempt, stream, level, owned.lines);
    }
    this.#slowDown(child);
  }

  /** A child that prints faster than its log can be written has to wait. */
  #slowDown(child: Child): void {
    if (!this.#log.isBehind) return;
    child.process.pause();
    void this.#log.caughtUp().then(() => child.process.resume());
  }

  // Its end

  /** Begins to end an attempt that is in a child, from `first` on. The first reason stands. */
  #end(attempt: HeldAttempt, reason: EndingReason, why: string, first: EndingStep): void {
    const { child } = attempt;
    if (child === null || attempt.ending !== null) return;
    this.#dispatcher.takeBack(child);
    this.#log.say(attempt, 'system', 'error', [why]);
    const { stopGraceMs, killGraceMs } = this.#options;
    const act = (step: EndingStep): void => this.#actOn(attempt, child, reason, why, step);
    attempt.ending = new AttemptEnding({ reason, why, first, stopGraceMs, killGraceMs, act });
  }

  #actOn(attempt: HeldAttempt, child: Child, reason: EndingReason, why: string, step: EndingStep): void {
    const { attemptId } = attempt;
    switch (step) {
      case 'asked':
        child.send({ kind: 'abort', attemptId, reason: reason === 'timeout' ? 'timeout' : 'cancelled', message: why });
        child.flush();
        break;
      case 'terminated':
        this.#log.say(attempt, 'system', 'error', ['The task did not stop; sending SIGTERM to its process group.']);
        this.#pool.signal(child, 'SIGTERM');
        break;
      case 'killed':
        this.#log.say(attempt, 'system', 'error', ['Sending SIGKILL to its process group.']);
        this.#pool.signal(child, 'SIGKILL');
        break;
    }
  }

  #receiveFinished(child: Child, message: FinishedMessage): void {
    const attempt = this.#held.get(message.attemptId);
    if (attempt === undefined || attempt.child !== child) return;
    if (message.hasOutputMarks) child.rawOutput.expectMarks(attempt);
    this.#clearLoadLimit(child);
    child.finish();
    this.#durations.note(attempt.workload, message.at - message.startedAt, message.hasWaited);
    this.#pool.checkWear(child, message.memoryMb);
    const { ending } = attempt;
    const outcome = ending === null ? message.outcome : outcomeOfEnding(ending);
    this.#finish(attempt, outcome, message);
    // It may have left processes behind; they go with the child.
    if (ending !== null) this.#pool.retire(child, 'ended_attempt');
  }

  /** The child ends in an orderly way and has said everything: what it did not start goes to another one. */
  #close(child: Child): void {
    this.#pool.markClosing(child);
    this.#recover(this.#dispatcher.takeBack(child));
    this.#recover(child.abandon((attempt) => !attempt.hasSaidStarted && attempt.ending === null));
  }

  /** The child is gone, and everything that it said was heard. */
  #lose(child: Child, exit: ChildExit): void {
    this.#clearLoadLimit(child);
    const wasStarting = child.state === 'starting';
    this.#recover(this.#dispatcher.takeBack(child));
    const lost = child.abandon(() => true);
    for (const attempt of lost) {
      // A process that crashes has no time to say what it had started.
      if (!wasStarting) this.#assumeStarted(child, attempt);
      this.#finishLost(attempt, exit, wasStarting);
    }
    if (lost.length === 0 && wasStarting) this.#giveUpIfNothingStarts(exit);
    this.#memoryWatches.get(child)?.stop();
    this.#memoryWatches.delete(child);
    this.#dispatch();
    this.#reports.deliver();
    this.#onChange();
  }

  /** Attempts that never ran, and have no child any more, wait again. */
  #recover(attempts: readonly HeldAttempt[]): void {
    for (const attempt of attempts) {
      attempt.child = null;
      attempt.token = 0;
      attempt.startedAt = null;
      attempt.loadedAt = null;
      this.#clearTimeLimit(attempt);
      if (this.#stopping !== null) this.#giveUp(attempt, 'lost', 'The worker stopped before the attempt could run.');
      else if (!this.#dispatcher.has(attempt)) this.#dispatcher.add(attempt);
    }
  }

  #assumeStarted(child: Child, attempt: HeldAttempt): void {
    attempt.startedAt ??= wallClock() - (performance.now() - child.since);
    this.#announce(attempt, attempt.startedAt);
  }

  #finishLost(attempt: HeldAttempt, exit: ChildExit, wasStarting: boolean): void {
    const outcome = attempt.ending === null ? outcomeOfExit(exit) : outcomeOfEnding(attempt.ending);
    if (attempt.ending === null) this.#log.say(attempt, 'system', 'error', [outcome.error.message]);
    const couldNotStart = wasStarting && attempt.ending === null && outcome.exitReason === 'crashed';
    this.#finish(attempt, couldNotStart ? { ...outcome, exitReason: 'could_not_start' } : outcome, null);
  }

  /** A child that cannot be started, whatever is tried, must not keep attempts waiting in silence. */
  #giveUpIfNothingStarts(exit: ChildExit): void {
    const hasReady = [...this.#pool.all].some(({ state }) => state === 'ready');
    if (hasReady || this.#pool.failedStarts < GIVE_UP_AFTER_STARTS) return;
    const { error } = outcomeOfExit(exit);
    const why = `No worker process could be started. ${error.message}`;
    for (const attempt of this.#dispatcher.removeAll()) this.#giveUp(attempt, 'could_not_start', why);
  }

  #finish(attempt: HeldAttempt, outcome: AttemptOutcome, message: FinishedMessage | null): void {
    const { attemptId, child, startedAt } = attempt;
    attempt.ending?.done();
    this.#clearTimeLimit(attempt);
    this.#held.delete(attemptId);
    this.#reports.add({
      kind: 'finished',
      attemptId,
      startedAt: message?.startedAt ?? startedAt,
      at: message?.at ?? wallClock(),
      worker: child === null ? null : this.#nameOf(child),
      outcome,
      usage: message === null ? null : this.#usageOf(child, message),
      rendered: message?.rendered ?? null,
    } satisfies AttemptReport);
    this.#onChange();
  }

  #usageOf(child: Child | null, { cpuMs, peakMemoryMb }: FinishedMessage): { cpuMs: number; peakMemoryMb: number } {
    const seenMb = child === null ? 0 : (this.#memoryWatches.get(child)?.peakMb ?? 0);
    return { cpuMs, peakMemoryMb: Math.max(peakMemoryMb, seenMb) };
  }

  #nameOf(child: Child): string {
    return `${this.#options.host}:${child.pid}`;
  }

  // The end of everything

  async #stop({ graceMs }: StopOptions): Promise<void> {
    await Promise.resolve();
    if (this.#dispatchTimer !== null) clearTimeout(this.#dispatchTimer);
    for (const child of this.#pool.all) this.#dispatcher.takeBack(child);
    for (const attempt of this.#held.values()) {
      if (attempt.child === null) this.#giveUp(attempt, 'lost', 'The worker stopped before the attempt could run.');
    }
    const timer = setTimeout(() => this.#endAll(), graceMs);
    await this.#until(() => this.#held.size === 0);
    clearTimeout(timer);
    for (const child of this.#pool.all) this.#pool.retire(child, 'stopped');
    await this.#until(() => this.#pool.all.size === 0);
    if (this.#watchTimer !== null) clearTimeout(this.#watchTimer);
    this.#pool.close();
    await this.#log.caughtUp();
    this.#reports.deliver();
  }

  #endAll(): void {
    for (const attempt of this.#held.values()) {
      this.#end(attempt, 'lost', 'The worker stopped while the task ran.', 'terminated');
      attempt.ending?.hurry('terminated');
    }
  }

  async #until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
      });
    }
    this.#onChange = () => {};
  }
}

function needsWatching(child: Child): boolean {
  const isSilent = child.running !== null && !child.running.isAnnounced;
  return child.state === 'ready' && (isSilent || child.ahead.length > 0);
}

function serialize(error: unknown): SerializedError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { name, message, code, stack: stack ?? null, cause: null };
}
