import { expect, test } from 'vitest';
import { explainTriggerRule } from './explain-trigger-rule.ts';
import { countsOf } from './upstream-counts.ts';

test('a waiting task says how many upstreams it waits for', () => {
  const explanation = explainTriggerRule('all_success', { ...countsOf(3), success: 1 });
  expect(explanation).toMatchObject({ verdict: { kind: 'waiting' }, unfinished: 2, missing: 2 });
  expect(explanation.sentence).toBe(
    'Trigger rule "all_success" wants all upstream tasks to succeed: of 3, 1 succeeded, 2 not finished, so the task waits for 2 more.',
  );
});

test('a rule that wants one upstream misses one, however many are left', () => {
  const explanation = explainTriggerRule('one_failed', { ...countsOf(4), success: 1 });
  expect(explanation).toMatchObject({ unfinished: 3, missing: 1 });
  expect(explanation.sentence).toContain('so the task waits for one more.');
});

test('a settled task says what became of it and misses nothing', () => {
  const explanation = explainTriggerRule('none_failed', { ...countsOf(2), failed: 1 });
  expect(explanation).toMatchObject({
    verdict: { kind: 'settled', state: 'upstream_failed' },
    unfinished: 1,
    missing: 0,
  });
  expect(explanation.sentence).toContain(
    'of 2, 1 failed, 1 not finished, so the task will not run and is upstream_failed.',
  );
});

test('a teardown shows its setups', () => {
  const setups = { ...countsOf(2), success: 1 };
  const { sentence } = explainTriggerRule('all_done_setup_success', { ...countsOf(3), success: 2, setups });
  expect(sentence).toContain('(1 of 2 setups succeeded)');
});

test('a task without upstreams may run', () => {
  expect(explainTriggerRule('all_failed', countsOf(0)).sentence).toBe(
    'Trigger rule "all_failed" wants all upstream tasks to fail: there is no upstream task, so the task may run.',
  );
});
