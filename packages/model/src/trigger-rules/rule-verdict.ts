/** What a trigger rule says about a task instance; always one of the shared constants below. */
export type RuleVerdict =
  /** The rule lets it run. */
  | { readonly kind: 'ready' }
  /** More upstream task instances have to finish first. */
  | { readonly kind: 'waiting' }
  /** It never runs: it takes this state without an attempt. */
  | { readonly kind: 'settled'; readonly state: 'skipped' | 'upstream_failed' | 'removed' };

export const READY: RuleVerdict = Object.freeze({ kind: 'ready' });
export const WAITING: RuleVerdict = Object.freeze({ kind: 'waiting' });
export const SETTLED_SKIPPED: RuleVerdict = Object.freeze({ kind: 'settled', state: 'skipped' });
export const SETTLED_UPSTREAM_FAILED: RuleVerdict = Object.freeze({ kind: 'settled', state: 'upstream_failed' });
export const SETTLED_REMOVED: RuleVerdict = Object.freeze({ kind: 'settled', state: 'removed' });
