/** What a scheduler waits for until some instant. Things are named, not held, so that a timer keeps no ended run alive. */
import type { DagId, DagRunKey } from '@tradewind/model';
import type { Cell, RunBoard } from '../decide/run-board.ts';
import type { OwnedDag } from './owned-dag.ts';
import { TimerQueue } from './timer-queue.ts';

/** What a timer was set for. */
export type Due =
  | { readonly kind: 'cell'; readonly dagRunKey: DagRunKey; readonly index: number }
  | { readonly kind: 'run_timeout'; readonly dagRunKey: DagRunKey }
  /** A planned run, or a queued one with a later `run_after`. */
  | { readonly kind: 'dag'; readonly dagId: DagId }
  /** A run comes back from the quarantine. */
  | { readonly kind: 'quarantine' };

export class Watches {
  readonly #timers: TimerQueue<Due>;

  constructor(now: () => number, onDue: () => void) {
    this.#timers = new TimerQueue(now, onDue);
  }

  takeDue(now: number): readonly Due[] {
    return this.#timers.takeDue(now);
  }

  /** Puts back what a turn took and could not finish. */
  putBack(due: readonly Due[], now: number): void {
    for (const item of due) this.#timers.add(now, item);
  }

  stop(): void {
    this.#timers.stop();
  }

  /** The next try of a task instance, when it waits for one. */
  watchRetry({ state, nextTryAt, board, index }: Cell): void {
    if (nextTryAt === null || (state !== 'up_for_retry' && state !== 'up_for_reschedule')) return;
    this.#timers.add(nextTryAt, { kind: 'cell', dagRunKey: board.facts.dagRunKey, index });
  }

  /** The end of the time that a run has, when its DAG limits it. */
  watchTimeout({ plan, facts, startedAt }: RunBoard): void {
    const limit = plan.dag.dagRunTimeoutMs;
    if (limit !== null) this.#timers.add(startedAt + limit, { kind: 'run_timeout', dagRunKey: facts.dagRunKey });
  }

  /**
   * The next instant after `now` at which the DAG wants a run created or started. What is due already waits for a run to
   * end, not for a time.
   */
  watchDag(dag: OwnedDag, now: number): void {
    let wakeAt = Number.POSITIVE_INFINITY;
    if (dag.next !== null && !dag.isPaused && dag.next.runAfterAt > now) wakeAt = dag.next.runAfterAt;
    for (const { row } of dag.queue.values()) if (row.runAfterAt > now) wakeAt = Math.min(wakeAt, row.runAfterAt);
    if (wakeAt === Number.POSITIVE_INFINITY || (dag.wakeAt !== null && dag.wakeAt <= wakeAt && dag.wakeAt > now))
      return;
    dag.wakeAt = wakeAt;
    this.#timers.add(wakeAt, { kind: 'dag', dagId: dag.dagId });
  }

  watchQuarantine(untilAt: number): void {
    this.#timers.add(untilAt, { kind: 'quarantine' });
  }
}
