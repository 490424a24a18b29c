import type { TriggerRule } from '../trigger-rule.ts';
import { judgeTriggerRule, type MappedPlace, NOT_MAPPED } from './judge-trigger-rule.ts';
import type { RuleVerdict } from './rule-verdict.ts';
import { finishedOf, type UpstreamCounts } from './upstream-counts.ts';

export interface RuleExplanation {
  readonly verdict: RuleVerdict;
  /** What the rule wants, how its upstreams stand, and what follows; for people. */
  readonly sentence: string;
  /** How many direct upstream task instances have not finished. */
  readonly unfinished: number;
  /** How many of the unfinished ones have to end as the rule wants before the task runs; 0 unless it waits. */
  readonly missing: number;
}

const WANTS: { readonly [Rule in TriggerRule]: string } = {
  all_success: 'all upstream tasks to succeed',
  all_failed: 'all upstream tasks to fail',
  all_done: 'all upstream tasks to finish',
  all_done_min_one_success: 'all upstream tasks to finish, one of them at least with success, and none skipped',
  all_skipped: 'all upstream tasks to be skipped',
  one_success: 'one upstream task to succeed',
  one_failed: 'one upstream task to fail',
  one_done: 'one upstream task to succeed or fail',
  none_failed: 'all upstream tasks to finish without a failure',
  none_failed_min_one_success: 'all upstream tasks to finish without a failure, one of them at least with success',
  none_skipped: 'all upstream tasks to finish and none to be skipped',
  always: 'nothing of its upstream tasks',
  all_done_setup_success: 'all upstream tasks to finish and one of its setups to succeed',
};

const NEEDS_ONE: ReadonlySet<TriggerRule> = new Set(['one_success', 'one_failed', 'one_done']);

/** Why `rule` says what it says about these upstreams. */
export function explainTriggerRule(
  rule: TriggerRule,
  counts: Readonly<UpstreamCounts>,
  place: MappedPlace = NOT_MAPPED,
): RuleExplanation {
  const verdict = judgeTriggerRule(rule, counts, place);
  const unfinished = counts.total - finishedOf(counts);
  const missing = verdict.kind !== 'waiting' ? 0 : NEEDS_ONE.has(rule) ? 1 : unfinished;
  const sentence = `Trigger rule "${rule}" wants ${WANTS[rule]}: ${standing(counts, unfinished)}, so ${consequence(verdict, missing)}.`;
  return { verdict, sentence, unfinished, missing };
}

function standing(counts: Readonly<UpstreamCounts>, unfinished: number): string {
  if (counts.total === 0) return 'there is no upstream task';
  const parts = [
    [counts.success, 'succeeded'],
    [counts.failed, 'failed'],
    [counts.upstreamFailed, 'upstream-failed'],
    [counts.skipped, 'skipped'],
    [counts.removed, 'removed'],
    [unfinished, 'not finished'],
  ] as const;
  const present = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `of ${counts.total}, ${present.join(', ')}${setupStanding(counts)}`;
}

function setupStanding({ setups }: Readonly<UpstreamCounts>): string {
  if (setups === undefined || setups.total === 0) return '';
  return ` (${setups.success} of ${setups.total} setups succeeded)`;
}

function consequence(verdict: RuleVerdict, missing: number): string {
  switch (verdict.kind) {
    case 'ready':
      return 'the task may run';
    case 'waiting':
      return `the task waits for ${missing === 1 ? 'one' : missing} more`;
    case 'settled':
      return `the task will not run and is ${verdict.state}`;
  }
}
