import type { AttemptId, AttemptReport, Workload } from '@tradewind/model';
import { expect, test } from 'vitest';
import { HeldAttempts } from './held-attempts.ts';

const [A, B] = ['a', 'b'] as AttemptId[] as [AttemptId, AttemptId];
const workload = (attemptId: AttemptId): Workload =>
  ({ attemptId, code: { bundleVersion: `v-${attemptId}` } }) as unknown as Workload;
const started = (attemptId: AttemptId): AttemptReport => ({ kind: 'started', attemptId, at: 1, worker: 'w' });
const finished = (attemptId: AttemptId): AttemptReport => ({ kind: 'finished', attemptId }) as unknown as AttemptReport;

test('an attempt is held until its end is acknowledged', () => {
  const held = new HeldAttempts();
  expect([held.add(workload(A)), held.running, held.ids]).toEqual([true, 1, [A]]);
  held.settle([A]);
  expect(held.ids).toEqual([A]);
  expect(held.note([started(A), finished(A)])).toHaveLength(2);
  expect([held.running, held.ids, [...held.versions]]).toEqual([0, [A], ['v-a']]);
  held.settle([A]);
  expect(held.ids).toEqual([]);
});

test('an attempt that is offered again does not run again, even after its end', () => {
  const held = new HeldAttempts();
  held.add(workload(A));
  expect(held.add(workload(A))).toBe(false);
  held.note([finished(A)]);
  held.settle([A]);
  expect(held.add(workload(A))).toBe(false);
});

test('nothing is told of an attempt that was revoked', () => {
  const held = new HeldAttempts();
  held.add(workload(A));
  held.add(workload(B));
  held.note([finished(B)]);
  expect(held.revoke([A, B])).toEqual([A]);
  expect([held.ids, held.running]).toEqual([[], 0]);
  expect(held.note([started(A), finished(A)])).toEqual([]);
});

test('waiting for the end takes no longer than it may', async () => {
  const held = new HeldAttempts();
  await held.untilSettled(60_000);
  held.add(workload(A));
  await held.untilSettled(1);
  held.note([finished(A)]);
  const settled = held.untilSettled(60_000);
  held.settle([A]);
  await settled;
});
