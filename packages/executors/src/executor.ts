/**
 * The seam between the scheduler and whatever runs attempts.
 *
 * The scheduler decides, commits, then submits; an executor runs the attempts and says what became of them. It knows
 * nothing of DAGs, retries or the database.
 *
 * What an implementer promises (`@tradewind/executors/conformance` checks it)
 * 1. Every submitted attempt gets exactly one `finished` report, unless the process ends before it could be given.
 * 2. `started` precedes `finished`, and comes at most once. An attempt that never ran has no `started`, and
 *    `startedAt: null` in its `finished` report.
 * 3. `slots()` is never negative, and when everything is finished it is at least what it was at the start.
 * 4. Among the attempts that wait inside of it, the one with the greater `priority` goes first, then the one that was
 *    submitted first.
 * 5. `submit` and `cancel` never throw and never wait; what goes wrong becomes a report.
 */
import type { AttemptId, AttemptReport, Workload } from '@tradewind/model';

/** Takes reports as they come; called with at least one, never from inside `submit` or `cancel`. */
export type ReportListener = (batch: readonly AttemptReport[]) => void;

/** Why an attempt is called off: its run or task was stopped, or it is over its time. */
export type CancelReason = 'timeout' | 'cancelled';

export interface StopOptions {
  /** How long running attempts may go on before they are ended; 0 ends them at once. */
  readonly graceMs: number;
}

/**
 * Runs attempts somewhere.
 *
 * @example
 * class InlineExecutor implements Executor {
 *   readonly name = 'inline';
 *   #reports: ReportListener = () => {};
 *   async start(reports: ReportListener) { this.#reports = reports; }
 *   async stop() {}
 *   slots() { return 100; }
 *   submit(workloads: readonly Workload[]) {
 *     for (const workload of workloads) void runSomehow(workload).then((report) => this.#reports([report]));
 *   }
 *   cancel() {}
 *   async adopt() { return []; }
 * }
 */
export interface Executor {
  /** The name by which a task chooses it: `executor: 'local'`. */
  readonly name: string;

  /**
   * Makes it ready to take attempts. Called once, before everything else.
   *
   * `onSlots` is for executors whose slots grow without a report, as when a worker joins: they call it then.
   */
  start(reports: ReportListener, onSlots?: () => void): Promise<void>;

  /**
   * Takes no more attempts, lets running ones go on for `graceMs`, then ends them.
   *
   * Every attempt that it still held has its `finished` report when the promise settles: with exit reason `lost`, and
   * `startedAt: null` if it never ran. May be called several times. An executor whose attempts outlive this process may
   * have an option to leave running ones where they are, for `adopt` of the next life.
   */
  stop(options: StopOptions): Promise<void>;

  /**
   * How many more attempts may be submitted now; with `queue` those of one queue. At least 0. Cheap: it is called in every
   * turn of the scheduler.
   */
  slots(queue?: string): number;

  /** Whether anybody runs the tasks of this queue; without one, of any. Without this method every queue is served. */
  serves?(queue?: string): boolean;

  /** Takes attempts over. More than `slots()` are taken as well, and wait. After `stop` they are reported as lost. */
  submit(workloads: readonly Workload[]): void;

  /**
   * Ends an attempt, whether it waits or runs. Its `finished` report says how it ended; an attempt that is unknown or
   * finished already is left alone.
   */
  cancel(attemptId: AttemptId, reason: CancelReason): void;

  /** Which of these attempts, submitted by an earlier life of the scheduler, it still holds; the others are lost. */
  adopt(attemptIds: readonly AttemptId[]): Promise<readonly AttemptId[]>;

  /**
   * The end of this attempt is recorded, or refused, for good. An executor that keeps reports until then, so that they are
   * not lost with the scheduler's process, may forget them. Unknown ones are ignored.
   */
  settle?(attemptId: AttemptId): void;
}
