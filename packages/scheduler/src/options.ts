/** How a scheduler works; every default stands on its field. */
import type { Executor } from '@tradewind/executors';
import type { Database } from '@tradewind/store';
import { MAX_LOST_ATTEMPTS } from './decide/apply-report.ts';
import type { SchedulerListener } from './services/events.ts';

export interface SchedulerOptions {
  readonly database: Database;
  /** At least one; the first is the default one. */
  readonly executors: readonly [Executor, ...Executor[]];
  /**
   * Milliseconds since the epoch, with fractions.
   * @default the wall clock
   */
  readonly now?: () => number;
  /**
   * For how long the other schedulers believe that this one lives after its last sign.
   * @default 15000
   */
  readonly leaseMs?: number;
  /**
   * Between two signs of life.
   * @default 5000
   */
  readonly heartbeatMs?: number;
  /**
   * How often everything is looked at again, in case that a notification was missed.
   * @default 60000
   */
  readonly safetyNetMs?: number;
  /**
   * How many attempts of a task instance may be lost with their process, or not be started, before one counts as a failed try. Clearing the
   * task instance starts the count anew.
   * @default 16
   */
  readonly maxInfraRetries?: number;
  /** Is told what happens. It must not throw. */
  readonly onEvent?: SchedulerListener;
}

export type ResolvedOptions = Required<Omit<SchedulerOptions, 'onEvent'>> & Pick<SchedulerOptions, 'onEvent'>;

export function resolveOptions(options: SchedulerOptions, now: () => number): ResolvedOptions {
  return {
    now,
    leaseMs: 15_000,
    heartbeatMs: 5_000,
    safetyNetMs: 60_000,
    maxInfraRetries: MAX_LOST_ATTEMPTS,
    ...options,
  };
}
