import type { Json, JsonObject } from './json.ts';

/**
 * Why a task instance ended without an answer of its own, as a clause for a sentence that says how it ended: *task
 * "choose" decided against it*. `null` when it ended by itself, or when the reason is not one of an end.
 */
export function whyItEnded(reason: JsonObject | null): string | null {
  const tell = reason === null ? undefined : CLAUSES.get(String(reason['code']));
  return reason === null || tell === undefined ? null : tell(reason);
}

const CLAUSES: ReadonlyMap<string, (reason: JsonObject) => string> = new Map<string, (reason: JsonObject) => string>([
  ['trigger_rule', ({ rule, upstream }) => `its trigger rule "${rule}" could not be met${becauseOf(upstream)}`],
  ['setup_failed', ({ setups }) => `a setup of it did not succeed${becauseOf(setups)}`],
  ['skipped_by_flow', ({ by }) => `task "${by}" decided against it`],
  ['skipped_itself', ({ message }) => `it said: ${message}`],
  ['outside_dates', () => 'the logical date of the run lies outside of its dates'],
  ['fail_fast', ({ by }) => `task "${by}" failed and the DAG fails fast`],
  ['run_timed_out', () => 'the run took longer than its DAG allows'],
]);

/** The tasks that decided it, where the reason names any. */
function becauseOf(taskIds: Json | undefined): string {
  if (!Array.isArray(taskIds) || taskIds.length === 0) return '';
  return ` because of ${taskIds.map((taskId) => `"${taskId}"`).join(', ')}`;
}
