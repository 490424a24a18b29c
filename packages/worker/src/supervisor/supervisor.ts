/**
 * The supervisor: takes attempts, has children run them, reports what became of each.
 *
 * `packages/worker/DESIGN.md` has the model, the invariants W1…W9 and the table of failures.
 */
import type { AttemptId, BundleVersionId, Workload } from '@tradewind/model';
import { removeAbandonedFolders } from '@tradewind/sdk/runtime';
import type { AttemptRunner, CancelReason, ReportListener, StopOptions } from '../attempt-runner.ts';
import type { MessageFromChild } from '../channel/messages.ts';
import { AttemptEnds } from './attempt-ends.ts';
import { BundleDirectories } from './bundle-directories.ts';
import type { Child } from './child.ts';
import { ChildDepartures } from './child-departures.ts';
import { ChildMessages } from './child-messages.ts';
import type { ChildExit } from './child-process.ts';
import { type HeldAttempt, holdAttempt } from './held-attempt.ts';
import type { SupervisorOptions } from './options.ts';
import { SlowAttempts } from './slow-attempts.ts';
import { assembleParts, type SupervisorParts } from './supervisor-parts.ts';

export class Supervisor implements AttemptRunner {
  readonly #parts: SupervisorParts;
  readonly #directories: BundleDirectories;
  readonly #ends: AttemptEnds;
  readonly #departures: ChildDepartures;
  readonly #messages: ChildMessages;
  readonly #slow: SlowAttempts;
  #order = 0;
  #dispatchTimer: NodeJS.Timeout | null = null;
  #stopping: Promise<void> | null = null;

  constructor(options: SupervisorOptions) {
    this.#parts = assembleParts(options, {
      onMessages: (child, messages) => this.#receive(child, messages),
      onExit: (child, exit) => this.#lose(child, exit),
      onExceeded: (...order) => this.#ends.begin(...order),
    });
    this.#directories = new BundleDirectories(options.bundles);
    this.#ends = new AttemptEnds(this.#parts);
    this.#departures = new ChildDepartures(this.#parts, this.#ends);
    this.#messages = new ChildMessages(this.#parts, this.#ends, this.#departures);
    this.#slow = new SlowAttempts(this.#parts, () => this.#dispatch());
  }

  async start(reports: ReportListener): Promise<void> {
    removeAbandonedFolders();
    this.#parts.reports.listen(reports);
    this.#dispatch();
  }

  run(workloads: readonly Workload[]): void {
    const { held, stopState } = this.#parts;
    for (const workload of workloads) {
      const attempt = holdAttempt(workload, ++this.#order);
      held.set(attempt.attemptId, attempt);
      if (stopState.isStopping) this.#ends.giveUp(attempt, 'lost', 'The worker is stopping.');
      else this.#prepare(attempt);
    }
    this.#dispatch();
  }

  holds(attemptId: AttemptId): boolean {
    return this.#parts.held.has(attemptId);
  }

  /** The version is not where it was: the next attempt asks its source again. */
  forgetBundle(version: BundleVersionId): void {
    this.#directories.forget(version);
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
      if (this.holds(attempt.attemptId)) this.#enqueue(attempt, path);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const why = `The code of bundle version ${attempt.workload.code.bundleVersion} could not be had: ${reason}`;
      this.#ends.giveUp(attempt, 'could_not_start', why);
    }
    this.#dispatch();
  }

  #enqueue(attempt: HeldAttempt, bundleDirectory: string): void {
    attempt.bundleDirectory = bundleDirectory;
    this.#parts.dispatcher.add(attempt);
  }

  /** Places what can be placed; whatever may have changed that ends here. */
  #dispatch(): void {
    const { dispatcher, stopState } = this.#parts;
    if (stopState.isStopping) return;
    const againInMs = dispatcher.dispatch();
    if (againInMs !== null) {
      this.#dispatchTimer ??= setTimeout(() => {
        this.#dispatchTimer = null;
        this.#dispatch();
      }, againInMs);
    }
    this.#slow.watch();
  }

  // While it runs

  #receive(child: Child, messages: readonly MessageFromChild[]): void {
    const { limits, pool, reports } = this.#parts;
    for (const message of messages) this.#messages.receive(child, message);
    const { running } = child;
    if (running !== null && running.startedAt !== null) limits.limitTime(running);
    pool.release(child);
    this.#dispatch();
    reports.deliver();
  }

  #lose(child: Child, exit: ChildExit): void {
    this.#departures.gone(child, exit);
    this.#dispatch();
    this.#parts.reports.deliver();
    this.#parts.stopState.changed();
  }

  // Before its time

  cancel(attemptId: AttemptId, reason: CancelReason): void {
    const attempt = this.#parts.held.get(attemptId);
    if (attempt === undefined) return;
    const why = reason === 'cancelled' ? 'The attempt was cancelled.' : 'The attempt was over its time.';
    if (attempt.token !== 0 && attempt.child !== null) this.#parts.dispatcher.takeBack(attempt.child);
    if (attempt.child === null) this.#ends.giveUp(attempt, reason, why);
    else this.#ends.begin(attempt, reason, why, 'asked');
    this.#dispatch();
  }

  stop(options: StopOptions): Promise<void> {
    this.#stopping ??= this.#stop(options);
    return this.#stopping;
  }

  async #stop({ graceMs }: StopOptions): Promise<void> {
    const { held, pool, dispatcher, log, reports, stopState } = this.#parts;
    stopState.isStopping = true;
    if (this.#dispatchTimer !== null) clearTimeout(this.#dispatchTimer);
    for (const child of pool.all) dispatcher.takeBack(child);
    for (const attempt of held.values()) {
      if (attempt.child === null)
        this.#ends.giveUp(attempt, 'lost', 'The worker stopped before the attempt could run.');
    }
    const timer = setTimeout(() => this.#endAll(), graceMs);
    await stopState.until(() => held.size === 0);
    clearTimeout(timer);
    for (const child of pool.all) pool.retire(child, 'stopped');
    await stopState.until(() => pool.all.size === 0);
    this.#slow.stop();
    pool.close();
    await log.caughtUp();
    reports.deliver();
  }

  #endAll(): void {
    for (const attempt of this.#parts.held.values()) {
      this.#ends.begin(attempt, 'lost', 'The worker stopped while the task ran.', 'terminated');
      attempt.ending?.hurry('terminated');
    }
  }
}
