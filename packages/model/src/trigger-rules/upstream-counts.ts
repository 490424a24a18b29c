import type { TaskInstanceState } from '../task-instance-state.ts';

/**
 * How many task instances of a set exist, and how many of them have ended in each finished state.
 *
 * Plain mutable numbers, so that whoever owns a run keeps them up to date by one addition per state change.
 */
export interface StateCounts {
  total: number;
  success: number;
  skipped: number;
  failed: number;
  upstreamFailed: number;
  removed: number;
}

/**
 * The direct upstream task instances that a trigger rule looks at.
 *
 * For a mapped upstream these are all of its indexes, or inside a mapped group only the same index. A mapped
 * upstream that is not expanded yet counts as one.
 */
export interface UpstreamCounts extends StateCounts {
  /** Those of them that are setups of this teardown. Absent on every other task. */
  setups?: StateCounts;
}

/** Counts of `total` instances of which none has finished. */
export function countsOf(total: number): StateCounts {
  return { total, success: 0, skipped: 0, failed: 0, upstreamFailed: 0, removed: 0 };
}

/** Adds `delta` to the count of `state`; a state that is not finished has no count and changes nothing. */
export function addToCounts(counts: StateCounts, state: TaskInstanceState, delta: number): void {
  switch (state) {
    case 'success':
      counts.success += delta;
      return;
    case 'skipped':
      counts.skipped += delta;
      return;
    case 'failed':
      counts.failed += delta;
      return;
    case 'upstream_failed':
      counts.upstreamFailed += delta;
      return;
    case 'removed':
      counts.removed += delta;
      return;
    case 'none':
    case 'scheduled':
    case 'queued':
    case 'running':
    case 'up_for_retry':
    case 'up_for_reschedule':
    case 'deferred':
    case 'awaiting_input':
    case 'restarting':
      return;
  }
}

/** How many have finished. */
export function finishedOf(counts: Readonly<StateCounts>): number {
  return counts.success + counts.skipped + counts.failed + counts.upstreamFailed + counts.removed;
}
