import type { SerializedError, TaskInstanceState } from '@tradewind/model';
import type { Reason, ReasonCode } from '@tradewind/scheduler/decide';

interface Ending {
  readonly reason: Reason;
  readonly state: TaskInstanceState;
  /** `: Error: no rows`, or nothing. */
  readonly thrown: string;
}

/** Sentences for the reasons that end a task instance; the others hold one up, and are gates. */
const SENTENCES: Readonly<Partial<Record<ReasonCode, (ending: Ending) => string>>> = {
  trigger_rule: ({ reason, state }) =>
    `It is ${state}, since its trigger rule "${text(reason['rule'])}" cannot be met any more.`,
  skipped_by_flow: ({ reason }) => `It is skipped, since task "${text(reason['by'])}" decided against it.`,
  setup_failed: ({ state }) => `It is ${state}, since a setup of it did not succeed.`,
  outside_dates: () => 'It is skipped, since the logical date of the run lies outside of its dates.',
  skipped_itself: ({ reason }) =>
    `It skipped itself${reason['reason'] === undefined ? '' : `: ${text(reason['reason'])}`}.`,
  attempt_failed: ({ thrown }) => `It failed, and no more tries are left${thrown}.`,
  attempt_lost: ({ thrown }) => `It failed, since its worker was lost again and again${thrown}.`,
  fail_fast: ({ state }) => `It is ${state}, since another task failed and the DAG fails fast.`,
  run_timed_out: ({ state }) => `It is ${state}, since the run took longer than its time-out.`,
  run_failed: ({ state }) => `It is ${state}, since the run was marked as failed.`,
};

/** Why a task instance ended as it did, as a sentence. */
export function describeReason(reason: Reason, state: TaskInstanceState, error: SerializedError | null): string {
  const thrown = error === null ? '' : `: ${error.name}: ${error.message}`;
  const sentence = SENTENCES[reason.code];
  return sentence === undefined ? `It is ${state} (${reason.code})${thrown}.` : sentence({ reason, state, thrown });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
