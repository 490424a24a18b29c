/**
 * The truth of the trigger rules: what follows for a task instance from how its direct upstreams ended.
 *
 * Every rule first looks whether it is settled, which may be before all upstreams have finished (one failed upstream
 * settles `all_success` while its siblings still run), then whether it is ready.
 *
 * Invariants
 * 1. Without upstream task instances every rule is ready.
 * 2. When all upstreams have finished no rule waits.
 * 3. The verdict is monotone: while upstreams only finish, "ready" stays, and "settled" never becomes "ready".
 * 4. No call allocates: the scheduler calls this for every downstream of every finished task.
 *
 * Removed upstreams. Airflow takes them off the total only for mapped instances, so that a plain task after a mapped
 * one whose list became shorter waits for ever. Here they are taken off for all. And a mapped instance becomes
 * "removed" only when all upstreams have finished, not on the first success, since before that the number of
 * successes does not say how many there will be.
 */
import type { TriggerRule } from '../trigger-rule.ts';
import {
  READY,
  type RuleVerdict,
  SETTLED_REMOVED,
  SETTLED_SKIPPED,
  SETTLED_UPSTREAM_FAILED,
  WAITING,
} from './rule-verdict.ts';
import { finishedOf, type StateCounts, type UpstreamCounts } from './upstream-counts.ts';

type Counts = Readonly<UpstreamCounts>;

/** Where the judged instance stands in its mapped task. */
export interface MappedPlace {
  /** False for a task that is not mapped, and for a mapped one that is not expanded yet. */
  readonly isMapped: boolean;
  /** -1 when it is not mapped. */
  readonly mapIndex: number;
}

export const NOT_MAPPED: MappedPlace = Object.freeze({ isMapped: false, mapIndex: -1 });

/** What `rule` says about an instance with these upstreams. The result is one of the constants of `RuleVerdict`. */
export function judgeTriggerRule(rule: TriggerRule, counts: Counts, place: MappedPlace = NOT_MAPPED): RuleVerdict {
  if (counts.total === 0) return READY;
  switch (rule) {
    case 'all_success':
      return judgeAllSuccess(counts, place);
    case 'all_failed':
      return judgeAllFailed(counts);
    case 'all_done':
      return readyIf(isAllDone(counts));
    case 'all_done_min_one_success':
      return judgeAllDoneMinOneSuccess(counts);
    case 'all_skipped':
      return judgeAllSkipped(counts);
    case 'one_success':
      return judgeOneSuccess(counts);
    case 'one_failed':
      return judgeOneFailed(counts);
    case 'one_done':
      return judgeOneDone(counts);
    case 'none_failed':
      return judgeNoneFailed(counts);
    case 'none_failed_min_one_success':
      return judgeNoneFailedMinOneSuccess(counts);
    case 'none_skipped':
      return counts.skipped > 0 ? SETTLED_SKIPPED : readyIf(isAllDone(counts));
    case 'always':
      return READY;
    case 'all_done_setup_success':
      return judgeAllDoneSetupSuccess(counts);
  }
}

/**
 * What the setups whose scope holds a task say about it, beside its own trigger rule: it needs all of them in
 * success; a failed or skipped one settles it at once.
 */
export function judgeSetupScope(setups: Readonly<StateCounts>): RuleVerdict {
  if (setups.failed + setups.upstreamFailed > 0) return SETTLED_UPSTREAM_FAILED;
  if (setups.skipped > 0) return SETTLED_SKIPPED;
  return readyIf(setups.success + setups.removed >= setups.total);
}

function judgeAllSuccess(c: Counts, place: MappedPlace): RuleVerdict {
  if (hasFailure(c)) return SETTLED_UPSTREAM_FAILED;
  if (c.skipped > 0) return SETTLED_SKIPPED;
  if (c.success + c.removed < c.total) return WAITING;
  const isBeyondNewLength = place.isMapped && c.removed > 0 && c.success > 0 && place.mapIndex >= c.success;
  return isBeyondNewLength ? SETTLED_REMOVED : READY;
}

function judgeAllFailed(c: Counts): RuleVerdict {
  if (c.success + c.skipped > 0) return SETTLED_SKIPPED;
  return readyIf(c.failed + c.upstreamFailed + c.removed >= c.total);
}

function judgeAllDoneMinOneSuccess(c: Counts): RuleVerdict {
  if (c.skipped > 0) return SETTLED_SKIPPED;
  if (!isAllDone(c)) return WAITING;
  return c.success > 0 ? READY : SETTLED_UPSTREAM_FAILED;
}

function judgeAllSkipped(c: Counts): RuleVerdict {
  if (c.success > 0 || hasFailure(c)) return SETTLED_SKIPPED;
  return readyIf(c.skipped + c.removed >= c.total);
}

function judgeOneSuccess(c: Counts): RuleVerdict {
  if (c.success > 0) return READY;
  if (!isAllDone(c)) return WAITING;
  return c.skipped >= c.total ? SETTLED_SKIPPED : SETTLED_UPSTREAM_FAILED;
}

function judgeOneFailed(c: Counts): RuleVerdict {
  if (hasFailure(c)) return READY;
  return isAllDone(c) ? SETTLED_SKIPPED : WAITING;
}

/** `upstream_failed` is no "done" here: such an upstream never ran. */
function judgeOneDone(c: Counts): RuleVerdict {
  if (c.success + c.failed > 0) return READY;
  return isAllDone(c) ? SETTLED_SKIPPED : WAITING;
}

function judgeNoneFailed(c: Counts): RuleVerdict {
  if (hasFailure(c)) return SETTLED_UPSTREAM_FAILED;
  return readyIf(isAllDone(c));
}

function judgeNoneFailedMinOneSuccess(c: Counts): RuleVerdict {
  if (hasFailure(c)) return SETTLED_UPSTREAM_FAILED;
  if (!isAllDone(c)) return WAITING;
  return c.success === 0 && c.skipped > 0 ? SETTLED_SKIPPED : READY;
}

function judgeAllDoneSetupSuccess(c: Counts): RuleVerdict {
  if (!isAllDone(c)) return WAITING;
  const { setups } = c;
  if (setups === undefined || setups.total === 0 || setups.success > 0) return READY;
  return setups.skipped >= setups.total ? SETTLED_SKIPPED : SETTLED_UPSTREAM_FAILED;
}

function hasFailure(c: Counts): boolean {
  return c.failed > 0 || c.upstreamFailed > 0;
}

function isAllDone(c: Counts): boolean {
  return finishedOf(c) >= c.total;
}

function readyIf(condition: boolean): RuleVerdict {
  return condition ? READY : WAITING;
}
