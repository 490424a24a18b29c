/**
 * The supervisor: takes attempts, has children run them, reports what became of each.
 *
 * `packages/worker/DESIGN.md` has the model, the invariants W1…W9 and the table of failures.
 */
import type { AttemptId, AttemptOutcome, Workload } from '@tradewind/model';
import { wallClock } from '@tradewind/model';
import type { AttemptRunner, CancelReason, ReportListener, StopOptions } from '../attempt-runner.ts';
import type { FinishedMessage, MessageFromChild, StartedMessage } from '../channel/messages.ts';
import { answerCall } from './answer-call.ts';
import type { EndingReason, EndingStep } from './attempt-ending.ts';
import { AttemptLimits } from './attempt-limits.ts';
import { AttemptLog } from './attempt-log.ts';
import { AttemptReports } from './attempt-reports.ts';
import { beginEnding } from './begin-ending.ts';
import { BundleDirectories } from './bundle-directories.ts';
import type { Child } from './child.ts';
import { ChildOutput } from './child-output.ts';
import { ChildPool } from './child-pool.ts';
import type { ChildExit } from './child-process.ts';
import { Dispatcher, SLOW_MS } from './dispatcher.ts';
import { failure, outcomeOfEnding, outcomeOfExit } from './exit-outcome.ts';
import { type HeldAttempt, holdAttempt } from './held-attempt.ts';
import { type ResolvedSupervisorOptions, resolveOptions, type SupervisorOptions } from './options.ts';
import { TaskDurations } from './task-durations.ts';

/** After so many children in a row that died at their start, what waits is given back. */
const GIVE_UP_AFTER_STARTS = 3;

export class Supervisor implements AttemptRunner {
  readonly #options: ResolvedSupervisorOptions;
  readonly #log: AttemptLog;
  readonly #output: ChildOutput;
  readonly #reports: AttemptReports;
  readonly #limits: AttemptLimits;
  readonly #directories: BundleDirectories;
  readonly #durations = new TaskDurations();
  readonly #pool: ChildPool;
  readonly #dispatcher: Dispatcher;
  readonly #held = new Map<AttemptId, HeldAttempt>();
  #order = 0;
  #dispatchTimer: NodeJS.Timeout | null = null;
  #watchTimer: NodeJS.Timeout | null = null;
  #stopping: Promise<void> | null = null;
  #onChange: () => void = () => {};

  constructor(given: SupervisorOptions) {
    const options = resolveOptions(given);
    const { bundles, logs, maskText, host, loadTimeoutMs, memorySampleMs, onEvent } = options;
    this.#options = options;
    this.#log = new AttemptLog({ store: logs, maskText });
    this.#output = new ChildOutput(this.#log);
    this.#reports = new AttemptReports(host);
    this.#directories = new BundleDirectories(bundles);
    this.#limits = new AttemptLimits({ loadTimeoutMs, memorySampleMs, onExceeded: (...order) => this.#end(...order) });
    this.#pool = new ChildPool(options, {
      onMessages: (child, messages) => this.#receive(child, messages),
      onRawLines: (child, stream, lines) => this.#output.receiveRaw(child, stream, lines),
      onExit: (child, exit) => this.#lose(child, exit),
    });
    this.#dispatcher = new Dispatcher(this.#pool, this.#durations, {
      onTakenBack: ({ pid }, attempts) =>
        onEvent({ kind: 'attempts_revoked', pid, attemptIds: attempts.map(({ attemptId }) => attemptId) }),
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
    if (running !== null && running.startedAt !== null) this.#limits.limitTime(running);
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
        this.#begin(child, message);
        break;
      case 'finished':
        this.#receiveFinished(child, message);
        break;
      case 'log':
        this.#output.receive(
          child,
          this.#held.get(message.attemptId) ?? child.ownerOfLines(message.attemptId),
          message.lines,
        );
        break;
      case 'loading':
        this.#limits.limitLoad(child);
        break;
      case 'loaded':
        this.#receiveLoaded(child, message.at);
        break;
      case 'call':
        void answerCall(this.#options.api, child, message);
        break;
      case 'tokens_open':
        this.#pool.openTokens(child, message.path);
        break;
      case 'closing':
        this.#close(child);
        break;
    }
  }

  #begin(child: Child, { attemptId, at, isLoading }: StartedMessage): void {
    const attempt = this.#held.get(attemptId);
    if (attempt === undefined || attempt.child !== child) return;
    child.begin(attempt);
    child.isLoading = isLoading;
    attempt.hasSaidStarted = true;
    attempt.startedAt = at;
    this.#reports.started(attempt, at);
    this.#limits.limitMemory(child, attempt);
  }

  #receiveLoaded(child: Child, at: number): void {
    child.isLoading = false;
    this.#limits.clearLoad(child);
    if (child.running !== null) child.running.loadedAt = at;
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
    this.#limits.limitTime(attempt);
  }

  // Its end

  /** Begins to end an attempt that is in a child. The first reason stands. */
  #end(attempt: HeldAttempt, reason: EndingReason, why: string, first: EndingStep): void {
    const { child } = attempt;
    if (child === null || attempt.ending !== null) return;
    this.#dispatcher.takeBack(child);
    const { stopGraceMs, killGraceMs } = this.#options;
    const tools = { pool: this.#pool, log: this.#log, stopGraceMs, killGraceMs };
    attempt.ending = beginEnding({ attempt, child, reason, why, first }, tools);
  }

  #receiveFinished(child: Child, message: FinishedMessage): void {
    const attempt = this.#held.get(message.attemptId);
    if (attempt === undefined || attempt.child !== child) return;
    if (message.hasOutputMarks) child.rawOutput.expectMarks(attempt);
    child.isLoading = false;
    this.#limits.clearLoad(child);
    child.finish();
    this.#durations.note(attempt.workload, message.at - (attempt.loadedAt ?? message.startedAt), message.hasWaited);
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
    const wasStarting = child.state === 'starting';
    this.#recover(this.#dispatcher.takeBack(child));
    const lost = child.abandon(() => true);
    for (const attempt of lost) {
      // A process that crashes has no time to say what it had started.
      if (!wasStarting) this.#assumeStarted(child, attempt);
      this.#finishLost(attempt, exit, wasStarting);
    }
    if (lost.length === 0 && wasStarting) this.#giveUpIfNothingStarts(exit);
    this.#limits.forget(child);
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
      this.#limits.clearTime(attempt);
      if (this.#stopping !== null) this.#giveUp(attempt, 'lost', 'The worker stopped before the attempt could run.');
      else if (!this.#dispatcher.has(attempt)) this.#dispatcher.add(attempt);
    }
  }

  #assumeStarted(child: Child, attempt: HeldAttempt): void {
    attempt.startedAt ??= wallClock() - (performance.now() - child.since);
    this.#reports.started(attempt, attempt.startedAt);
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
    const { child } = attempt;
    attempt.ending?.done();
    this.#limits.clearTime(attempt);
    this.#held.delete(attempt.attemptId);
    this.#reports.finished(attempt, outcome, message, child === null ? 0 : this.#limits.peakMemoryMb(child));
    this.#onChange();
  }

  // The end of everything

  async #stop({ graceMs }: StopOptions): Promise<void> {
    // So that `#stopping` is set before anything is given up.
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
