/**
 * The states of a task instance: Airflow's, with Airflow's spelling and meaning.
 *
 * `none` exists as a word of ours for "dependencies not met yet"; the REST API shows it as null.
 */
export const TASK_INSTANCE_STATES = [
  'none',
  'scheduled',
  'queued',
  'running',
  'success',
  'failed',
  'skipped',
  'upstream_failed',
  'removed',
  'up_for_retry',
  'up_for_reschedule',
  'deferred',
  'awaiting_input',
  'restarting',
] as const;

export type TaskInstanceState = (typeof TASK_INSTANCE_STATES)[number];

const FINISHED: ReadonlySet<TaskInstanceState> = new Set([
  'success',
  'failed',
  'skipped',
  'upstream_failed',
  'removed',
]);
const AT_EXECUTOR: ReadonlySet<TaskInstanceState> = new Set(['queued', 'running', 'restarting']);
const WAITING_FOR_DEPENDENCIES: ReadonlySet<TaskInstanceState> = new Set(['none', 'up_for_retry', 'up_for_reschedule']);

export function isFinished(state: TaskInstanceState): boolean {
  return FINISHED.has(state);
}

/** `failed` or `upstream_failed`. */
export function isFailure(state: TaskInstanceState): boolean {
  return state === 'failed' || state === 'upstream_failed';
}

/** `success` or `skipped`: what `depends_on_past` and the run's leaves accept. */
export function isSuccessLike(state: TaskInstanceState): boolean {
  return state === 'success' || state === 'skipped';
}

/** States in which an executor holds the attempt, so that it counts in pools and limits. */
export function occupiesSlots(state: TaskInstanceState): boolean {
  return AT_EXECUTOR.has(state);
}

/** States from which the dependencies decide what comes next. */
export function waitsForDependencies(state: TaskInstanceState): boolean {
  return WAITING_FOR_DEPENDENCIES.has(state);
}
