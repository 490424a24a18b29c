/** The limits of attempts that run: time of the task, time to load its code, memory. Says when one is exceeded. */
import { wallClock } from '@tradewind/model';
import type { EndingReason, EndingStep } from './attempt-ending.ts';
import type { Child } from './child.ts';
import type { HeldAttempt } from './held-attempt.ts';
import { MemoryWatch } from './memory-watch.ts';

/** Node's timers wait for 2³¹ - 1 milliseconds at most. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface AttemptLimitsOptions {
  readonly loadTimeoutMs: number;
  readonly memorySampleMs: number;
  /** A limit is exceeded: end the attempt, beginning with `first`. */
  readonly onExceeded: (attempt: HeldAttempt, reason: EndingReason, why: string, first: EndingStep) => void;
}

export class AttemptLimits {
  readonly #options: AttemptLimitsOptions;
  readonly #loads = new Map<Child, NodeJS.Timeout>();
  readonly #memoryWatches = new Map<Child, MemoryWatch>();

  constructor(options: AttemptLimitsOptions) {
    this.#options = options;
  }

  /** The time-out counts from when the task itself began: loading its code is not the task's fault. */
  limitTime(attempt: HeldAttempt): void {
    const { executionTimeoutMs } = attempt.workload;
    if (executionTimeoutMs === null || attempt.timeLimit !== null || attempt.ending !== null) return;
    if (attempt.child === null || attempt.child.isLoading) return;
    const now = wallClock();
    const leftMs = executionTimeoutMs - (now - (attempt.loadedAt ?? attempt.startedAt ?? now));
    attempt.timeLimit = setTimeout(
      () => {
        attempt.timeLimit = null;
        if (leftMs > LONGEST_TIMER_MS) this.limitTime(attempt);
        else this.#exceedTime(attempt, executionTimeoutMs);
      },
      Math.min(Math.max(1, leftMs), LONGEST_TIMER_MS),
    );
  }

  clearTime(attempt: HeldAttempt): void {
    if (attempt.timeLimit !== null) clearTimeout(attempt.timeLimit);
    attempt.timeLimit = null;
  }

  /** The child begins to load the code of the attempt that runs. */
  limitLoad(child: Child): void {
    const { loadTimeoutMs, onExceeded } = this.#options;
    const exceed = (): void => {
      const { running } = child;
      if (running === null) return;
      const why = `The DAG file "${running.workload.code.file}" did not load within ${loadTimeoutMs} ms.`;
      onExceeded(running, 'could_not_start', why, 'terminated');
    };
    this.clearLoad(child);
    this.#loads.set(child, setTimeout(exceed, loadTimeoutMs));
  }

  clearLoad(child: Child): void {
    if (!this.#loads.has(child)) return;
    clearTimeout(this.#loads.get(child));
    this.#loads.delete(child);
  }

  /** Looks at the memory of the child from now on, if the attempt has a limit. */
  limitMemory(child: Child, attempt: HeldAttempt): void {
    const { memoryLimitMb: limitMb } = attempt.workload;
    if (limitMb === null || this.#memoryWatches.has(child)) return;
    const onExceeded = (memoryMb: number): void => {
      const why =
        `The task and what it started held ${memoryMb} MB, and its memory limit is ${limitMb} MB. ` +
        'Hold less in memory at a time, or raise memoryLimitMb.';
      this.#options.onExceeded(attempt, 'out_of_memory', why, 'killed');
    };
    const watch = new MemoryWatch({ pid: child.pid, limitMb, intervalMs: this.#options.memorySampleMs, onExceeded });
    this.#memoryWatches.set(child, watch);
  }

  /** The most memory that was seen; 0 for a child without a limit. */
  peakMemoryMb(child: Child): number {
    return this.#memoryWatches.get(child)?.peakMb ?? 0;
  }

  /** The child is gone. */
  forget(child: Child): void {
    this.clearLoad(child);
    this.#memoryWatches.get(child)?.stop();
    this.#memoryWatches.delete(child);
  }

  #exceedTime(attempt: HeldAttempt, executionTimeoutMs: number): void {
    const why = `The task ran longer than its time-out of ${executionTimeoutMs} ms.`;
    this.#options.onExceeded(attempt, 'timeout', why, 'asked');
  }
}
