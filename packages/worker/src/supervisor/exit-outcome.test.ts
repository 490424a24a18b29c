import { describe, expect, test } from 'vitest';
import type { ChildExit } from './child-process.ts';
import { outcomeOfEnding, outcomeOfExit } from './exit-outcome.ts';

const EXIT: ChildExit = { exitCode: 1, signal: null, lastErrors: [], startError: null };

describe('a child that ended by itself', () => {
  test('tells its code and what it said last', () => {
    const { error, exitReason } = outcomeOfExit({ ...EXIT, lastErrors: ['a', 'b', 'c', 'd', 'e', 'the end'] });
    expect(exitReason).toBe('crashed');
    expect(error.message).toBe('The worker process ended with code 1 while the task ran.\nb\nc\nd\ne\nthe end');
  });

  test('by SIGKILL may be a victim of the system', () => {
    const { error } = outcomeOfExit({ ...EXIT, exitCode: null, signal: 'SIGKILL' });
    expect(error.message).toContain('by signal SIGKILL');
    expect(error.message).toContain('when memory runs out');
  });

  test('with a full heap is out of memory', () => {
    const lastErrors = ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', '----'];
    expect(outcomeOfExit({ ...EXIT, signal: 'SIGABRT', lastErrors })).toMatchObject({
      exitReason: 'out_of_memory',
      isRetryable: true,
    });
  });

  test('that could not be started says why', () => {
    const { error, exitReason } = outcomeOfExit({ ...EXIT, startError: new Error('spawn EAGAIN') });
    expect(exitReason).toBe('could_not_start');
    expect(error.message).toContain('spawn EAGAIN');
  });
});

test.each([
  ['timeout', 'asked', true, 'It stopped when its signal was aborted.'],
  ['timeout', 'terminated', true, 'ended with SIGTERM'],
  ['cancelled', 'killed', false, 'ended with SIGKILL'],
  ['lost', 'terminated', true, 'ended with SIGTERM'],
  ['out_of_memory', 'killed', true, 'ended with SIGKILL'],
] as const)('an attempt that was ended by us (%s, %s) says how', (reason, step, isRetryable, how) => {
  const outcome = outcomeOfEnding({ reason, step, why: 'Because.' });
  expect(outcome).toMatchObject({ exitReason: reason, isRetryable });
  expect(outcome.error.message).toMatch(/^Because\. /);
  expect(outcome.error.message).toContain(how);
});
