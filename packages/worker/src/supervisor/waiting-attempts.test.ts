import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWorkload } from '../fixtures/create-workload.ts';
import { holdAttempt } from './held-attempt.ts';
import { WaitingAttempts } from './waiting-attempts.ts';

const priorities = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 });

test('the greatest priority goes first, then the order of arrival, whatever was removed', () => {
  fc.assert(
    fc.property(priorities, fc.array(fc.nat(59)), (given, removed) => {
      const waiting = new WaitingAttempts();
      const attempts = given.map((priority, order) => holdAttempt(createWorkload('succeed', { priority }), order));
      for (const attempt of attempts) waiting.add(attempt);
      const gone = new Set(removed.map((index) => attempts[index]).filter((attempt) => attempt !== undefined));
      for (const attempt of gone) expect(waiting.remove(attempt)).toBe(true);
      const left = attempts
        .filter((attempt) => !gone.has(attempt))
        .toSorted((one, other) => other.workload.priority - one.workload.priority || one.order - other.order);
      const taken = left.map(() => {
        expect(waiting.first).toBeDefined();
        return waiting.removeFirst();
      });
      expect(taken).toEqual(left);
      expect(waiting.size).toBe(0);
      expect(waiting.removeFirst()).toBeUndefined();
    }),
  );
});

test('what does not wait cannot be removed', () => {
  expect(new WaitingAttempts().remove(holdAttempt(createWorkload('succeed'), 1))).toBe(false);
});
