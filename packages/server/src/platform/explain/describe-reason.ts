import type { SerializedError, TaskInstanceState } from '@tradewind/model';
import type { Reason } from '@tradewind/scheduler/decide';

/** Why a task instance ended as it did, as a sentence. */
export function describeReason(reason: Reason, state: TaskInstanceState, error: SerializedError | null): string {
  const thrown = error === null ? '' : `: ${error.name}: ${error.message}`;
  switch (reason.code) {
    case 'trigger_rule':
      return `It is ${state}, since its trigger rule "${text(reason['rule'])}" cannot be met any more.`;
    case 'skipped_by_flow':
      return `It is skipped, since task "${text(reason['by'])}" decided against it.`;
    case 'setup_failed':
      return `It is ${state}, since a setup of it did not succeed.`;
    case 'outside_dates':
      return 'It is skipped, since the logical date of the run lies outside of its dates.';
    case 'skipped_itself':
      return `It skipped itself${reason['reason'] === undefined ? '' : `: ${text(reason['reason'])}`}.`;
    case 'attempt_failed':
      return `It failed, and no more tries are left${thrown}.`;
    case 'attempt_lost':
      return 'It failed, since its worker was lost again and again.';
    case 'fail_fast':
      return `It is ${state}, since another task failed and the DAG fails fast.`;
    case 'run_timed_out':
      return `It is ${state}, since the run took longer than its time-out.`;
    case 'run_failed':
      return `It is ${state}, since the run was marked as failed.`;
    default:
      return `It is ${state} (${reason.code})${thrown}.`;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
