/**
 * How a DAG run goes from state to state. `transitionDagRun` is the only way on.
 *
 * ```
 * (create) ─► queued ──started──────► running       (limits allow it, the DAG is not paused, run_after ≤ now)
 * queued ──cancelled────────────────► failed        (its backfill was cancelled)
 * running ──succeeded───────────────► success       (all leaves in success or skipped)
 * running ──tasks_failed────────────► failed        (a leaf in failed or upstream_failed)
 * running ──deadlocked──────────────► failed        (nothing can go on)
 * running ──timed_out───────────────► failed        (unfinished task instances are skipped)
 * success | failed ──cleared────────► queued        (a run under way stays as it is)
 * any ──marked_…────────────────────► success | failed | queued
 * ```
 */
import type { DagRunState } from './dag-run-state.ts';
import { TransitionError } from './transition-error.ts';

export const DAG_RUN_EVENTS = [
  'started',
  'cancelled',
  'succeeded',
  'tasks_failed',
  'deadlocked',
  'timed_out',
  'cleared',
  'marked_success',
  'marked_failed',
  'marked_queued',
] as const;

export type DagRunEvent = (typeof DAG_RUN_EVENTS)[number];

const TABLE: { readonly [Event in DagRunEvent]: { readonly [From in DagRunState]?: DagRunState } } = {
  started: { queued: 'running' },
  cancelled: { queued: 'failed' },
  succeeded: { running: 'success' },
  tasks_failed: { running: 'failed' },
  deadlocked: { running: 'failed' },
  timed_out: { running: 'failed' },
  cleared: { queued: 'queued', running: 'running', success: 'queued', failed: 'queued' },
  marked_success: { queued: 'success', running: 'success', success: 'success', failed: 'success' },
  marked_failed: { queued: 'failed', running: 'failed', success: 'failed', failed: 'failed' },
  marked_queued: { queued: 'queued', running: 'queued', success: 'queued', failed: 'queued' },
};

/**
 * The state that follows `state` on `event`.
 *
 * @throws {TransitionError} if the event cannot happen in this state.
 */
export function transitionDagRun(state: DagRunState, event: DagRunEvent): DagRunState {
  const next = TABLE[event]?.[state];
  if (next === undefined) throw new TransitionError('DAG run', state, event, Object.keys(TABLE[event] ?? {}));
  return next;
}
