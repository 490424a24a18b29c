/**
 * How a task instance goes from state to state. `transitionTaskInstance` is the only way on.
 *
 * ```
 * none ──dependencies_met───────────────────────► scheduled
 * none ──rule_…─────────────────────────────────► upstream_failed | skipped | removed
 * none ──flow_skipped───────────────────────────► skipped           (branch, short circuit, empty mapping)
 * none ──passed_through─────────────────────────► success           (an empty task never reaches an executor)
 * none ──deferred───────────────────────────────► deferred          (a task that starts in its trigger)
 * scheduled ──queued────────────────────────────► queued
 * queued ──started──────────────────────────────► running
 * queued ──unqueued─────────────────────────────► scheduled         (no start in time, executor lost)
 * scheduled | queued | running ──reset──────────► none              (its scheduler died and nobody adopted it)
 * running ──succeeded───────────────────────────► success
 * running ──task_skipped────────────────────────► skipped
 * queued | running ──failed_for_good────────────► failed            (out of tries, or not retryable)
 * queued | running ──failed_with_retry──────────► up_for_retry
 * running ──rescheduled─────────────────────────► up_for_reschedule
 * running ──deferred────────────────────────────► deferred
 * running ──input_requested─────────────────────► awaiting_input
 * up_for_retry | up_for_reschedule ── as none ──► …                 (when their time has come; rules at any time)
 * deferred ──trigger_fired──────────────────────► scheduled         (an event, a time-out, an error of the trigger)
 * deferred ──trigger_succeeded | trigger_failed─► success | failed  (a task that ends in its trigger)
 * awaiting_input ──input_received───────────────► scheduled
 * awaiting_input ──input_timed_out──────────────► failed
 * running ──cleared─────────────────────────────► restarting ──killed──► none
 * any other ──cleared───────────────────────────► none
 * any ──marked_…────────────────────────────────► success | failed | skipped
 * unfinished ──skipped_with_run─────────────────► skipped           (run time-out, fail-fast, run marked)
 * under way ──failed_with_run───────────────────► failed            (fail-fast, run marked failed)
 * any ──task_removed────────────────────────────► removed ──task_restored──► none
 * ```
 *
 * Invariants
 * 1. A finished state is left only by a person (`cleared`, `marked_…`) or by a new version of the DAG.
 * 2. Only `started` leads to running, and only from queued, so that an attempt runs once.
 */
import { isFinished, TASK_INSTANCE_STATES, type TaskInstanceState } from './task-instance-state.ts';
import { TransitionError } from './transition-error.ts';

export const TASK_INSTANCE_EVENTS = [
  'dependencies_met',
  'rule_skipped',
  'rule_upstream_failed',
  'rule_removed',
  'flow_skipped',
  'passed_through',
  'queued',
  'unqueued',
  'started',
  'reset',
  'succeeded',
  'task_skipped',
  'failed_for_good',
  'failed_with_retry',
  'rescheduled',
  'deferred',
  'trigger_fired',
  'trigger_succeeded',
  'trigger_failed',
  'input_requested',
  'input_received',
  'input_timed_out',
  'cleared',
  'killed',
  'marked_success',
  'marked_failed',
  'marked_skipped',
  'skipped_with_run',
  'failed_with_run',
  'task_removed',
  'task_restored',
] as const;

export type TaskInstanceEvent = (typeof TASK_INSTANCE_EVENTS)[number];

type Transitions = { readonly [From in TaskInstanceState]?: TaskInstanceState };

const WAITING = ['none', 'up_for_retry', 'up_for_reschedule'] as const;
const UNDER_WAY = ['queued', 'running', 'restarting', 'deferred', 'awaiting_input', 'up_for_reschedule'] as const;
const UNFINISHED = TASK_INSTANCE_STATES.filter((state) => !isFinished(state));

const TABLE: { readonly [Event in TaskInstanceEvent]: Transitions } = {
  dependencies_met: from(WAITING, 'scheduled'),
  rule_skipped: from(WAITING, 'skipped'),
  rule_upstream_failed: from(WAITING, 'upstream_failed'),
  rule_removed: from(WAITING, 'removed'),
  flow_skipped: from([...WAITING, 'scheduled'], 'skipped'),
  passed_through: from(WAITING, 'success'),
  queued: { scheduled: 'queued' },
  unqueued: { queued: 'scheduled' },
  started: { queued: 'running' },
  reset: from(['scheduled', 'queued', 'running'], 'none'),
  succeeded: { running: 'success' },
  task_skipped: { running: 'skipped' },
  failed_for_good: from(['queued', 'running'], 'failed'),
  failed_with_retry: from(['queued', 'running'], 'up_for_retry'),
  rescheduled: { running: 'up_for_reschedule' },
  deferred: from([...WAITING, 'running'], 'deferred'),
  trigger_fired: { deferred: 'scheduled' },
  trigger_succeeded: { deferred: 'success' },
  trigger_failed: { deferred: 'failed' },
  input_requested: { running: 'awaiting_input' },
  input_received: { awaiting_input: 'scheduled' },
  input_timed_out: { awaiting_input: 'failed' },
  cleared: { ...from(TASK_INSTANCE_STATES, 'none'), running: 'restarting', restarting: 'restarting' },
  killed: { restarting: 'none' },
  marked_success: from(TASK_INSTANCE_STATES, 'success'),
  marked_failed: from(TASK_INSTANCE_STATES, 'failed'),
  marked_skipped: from(TASK_INSTANCE_STATES, 'skipped'),
  skipped_with_run: from(UNFINISHED, 'skipped'),
  failed_with_run: from(UNDER_WAY, 'failed'),
  task_removed: from(TASK_INSTANCE_STATES, 'removed'),
  task_restored: { removed: 'none' },
};

/**
 * The state that follows `state` on `event`.
 *
 * @throws {TransitionError} if the event cannot happen in this state.
 */
export function transitionTaskInstance(state: TaskInstanceState, event: TaskInstanceEvent): TaskInstanceState {
  const next = TABLE[event]?.[state];
  if (next === undefined) throw new TransitionError('task instance', state, event, Object.keys(TABLE[event] ?? {}));
  return next;
}

/** Whether `event` can happen in `state`. */
export function canTransitionTaskInstance(state: TaskInstanceState, event: TaskInstanceEvent): boolean {
  return TABLE[event][state] !== undefined;
}

function from(states: readonly TaskInstanceState[], to: TaskInstanceState): Transitions {
  return Object.freeze(Object.fromEntries(states.map((state) => [state, to])));
}
