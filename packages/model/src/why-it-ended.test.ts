import { expect, test } from 'vitest';
import type { JsonObject } from './json.ts';
import { whyItEnded } from './why-it-ended.ts';

test.each<[JsonObject | null, string | null]>([
  [{ code: 'skipped_by_flow', by: 'choose' }, 'task "choose" decided against it'],
  [{ code: 'skipped_itself', message: 'nothing to do' }, 'it said: nothing to do'],
  [
    { code: 'trigger_rule', rule: 'all_success', upstream: ['a', 'b'] },
    'its trigger rule "all_success" could not be met because of "a", "b"',
  ],
  [{ code: 'trigger_rule', rule: 'one_success' }, 'its trigger rule "one_success" could not be met'],
  [{ code: 'setup_failed', setups: ['create'] }, 'a setup of it did not succeed because of "create"'],
  [{ code: 'outside_dates' }, 'the logical date of the run lies outside of its dates'],
  [{ code: 'fail_fast', by: 'a' }, 'task "a" failed and the DAG fails fast'],
  [{ code: 'run_timed_out' }, 'the run took longer than its DAG allows'],
  [{ code: 'attempt_failed', message: 'no luck' }, null],
  [{ code: 'toString' }, null],
  [null, null],
])('%j is told as %j', (reason, clause) => {
  expect(whyItEnded(reason)).toBe(clause);
});
