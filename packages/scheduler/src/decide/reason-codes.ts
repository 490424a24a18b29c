/**
 * Why a run or a task instance stands where it stands, as the scheduler decided it.
 *
 * A reason is `{ code, …facts }`. Codes are permanent: `tasks explain`, the API and the UI turn them into sentences.
 */
import type { JsonObject } from '@tradewind/model';

export const REASON_CODES = [
  // A task instance that is scheduled, and what holds it there.
  'waiting_for_executor',
  'pool_full',
  'pool_missing',
  'pool_too_small',
  'max_active_tasks',
  'max_active_tis_per_dag',
  'max_active_tis_per_dag_run',
  'dag_paused',
  'executor_unknown',
  'no_worker_for_queue',
  // A task instance whose dependencies decided.
  'trigger_rule',
  'skipped_by_flow',
  'setup_failed',
  'depends_on_past',
  'wait_for_downstream',
  'outside_dates',
  // A task instance that ended without an answer of its own.
  'skipped_itself',
  'attempt_failed',
  'attempt_lost',
  'could_not_start',
  'retry',
  'cleared',
  'fail_fast',
  'run_timed_out',
  'run_failed',
  // A run.
  'max_active_runs',
  'run_after',
  'dag_inactive',
  'dag_unusable',
  'task_failure',
  'all_tasks_deadlocked',
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];
export type Reason = JsonObject & { readonly code: ReasonCode };

export function reason(code: ReasonCode, facts: JsonObject = {}): Reason {
  return { code, ...facts };
}
