import fc from 'fast-check';
import { expect, test } from 'vitest';
import { transitionDagRun } from './dag-run-transitions.ts';
import { countRun, judgeRun, type RunMember } from './run-state.ts';
import { isFailure, isFinished, TASK_INSTANCE_STATES } from './task-instance-state.ts';

function judge(...members: RunMember[]): string {
  const verdict = judgeRun(countRun(members));
  return verdict.kind === 'unfinished' ? 'unfinished' : verdict.reason;
}

const leaf = (state: RunMember['state']): RunMember => ({ state, isLeaf: true });
const inner = (state: RunMember['state'], canMove = false): RunMember => ({ state, isLeaf: false, canMove });

test('a run whose leaves all succeeded or were skipped succeeds', () => {
  expect(judge(inner('success'), leaf('success'), leaf('skipped'))).toBe('success');
});

test('one failed leaf fails the run', () => {
  expect(judge(leaf('success'), leaf('failed'))).toBe('task_failure');
  expect(judge(leaf('upstream_failed'), leaf('success'))).toBe('task_failure');
});

test('a failure in the middle leaves the run green when the leaves succeeded', () => {
  expect(judge(inner('failed'), leaf('success'))).toBe('success');
});

test('a failed leaf does not end the run while others are under way', () => {
  expect(judge(leaf('failed'), leaf('running'))).toBe('unfinished');
});

test('removed leaves do not count', () => {
  expect(judge(leaf('removed'), leaf('success'))).toBe('success');
  expect(judge(leaf('removed'))).toBe('success');
});

test('a run without task instances succeeds', () => {
  expect(judge()).toBe('success');
});

test('a run in which nothing can go on is deadlocked', () => {
  expect(judge(inner('failed'), leaf('none'))).toBe('all_tasks_deadlocked');
});

test('a task instance that is ready, or waits for its past or a limit, is no deadlock', () => {
  expect(judge({ ...leaf('none'), canMove: true })).toBe('unfinished');
});

test('every unfinished state but none keeps a run going', () => {
  for (const state of TASK_INSTANCE_STATES.filter((it) => !isFinished(it) && it !== 'none')) {
    expect(judge(leaf(state), leaf('none')), state).toBe('unfinished');
  }
});

test('the verdict is a transition of a running run, and green exactly when no leaf failed', () => {
  const member = fc.record({
    state: fc.constantFrom(...TASK_INSTANCE_STATES),
    isLeaf: fc.boolean(),
    canMove: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(member), (members) => {
      const verdict = judgeRun(countRun(members));
      if (verdict.kind === 'unfinished') {
        expect(members.some(({ state }) => !isFinished(state))).toBe(true);
        return;
      }
      expect(transitionDagRun('running', verdict.event)).toBe(verdict.state);
      const isGreen = members.every(({ state, isLeaf }) => isFinished(state) && !(isLeaf && isFailure(state)));
      expect(verdict.state).toBe(isGreen ? 'success' : 'failed');
    }),
  );
});
