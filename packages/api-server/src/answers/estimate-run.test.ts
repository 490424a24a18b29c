import { compileDag, type TaskId } from '@tradewind/model';
import { makeDag } from '@tradewind/test-support';
import { expect, test } from 'vitest';
import { type EstimateInput, estimateRun } from './estimate-run.ts';

/** `a → b → d` and `a → c → d`. */
const graph = compileDag(
  makeDag('diamond', [
    { id: 'a' },
    { id: 'b', after: ['a'] },
    { id: 'c', after: ['a'] },
    { id: 'd', after: ['b', 'c'] },
  ]),
);

function durations(given: Readonly<Record<string, number>>): EstimateInput['durations'] {
  return new Map(
    Object.entries(given).map(([taskId, ms]) => [taskId as TaskId, { samples: 5, medianMs: ms, p90Ms: ms * 3 }]),
  );
}

function progress(given: Readonly<Record<string, [string, number | null]>>): EstimateInput['progress'] {
  return new Map(
    Object.entries(given).map(([taskId, [state, startedAt]]) => [
      taskId as TaskId,
      { state: state as 'none', startedAt },
    ]),
  );
}

test('a task starts when the last one before it ends, and the longest way is critical', () => {
  const input = { graph, progress: progress({}), durations: durations({ a: 10, b: 50, c: 20, d: 5 }), now: 1000 };
  const estimates = estimateRun(input);
  expect(
    estimates.map(({ taskId, startAt, endAt, lateEndAt, isCritical }) => [
      taskId,
      startAt,
      endAt,
      lateEndAt,
      isCritical,
    ]),
  ).toEqual([
    ['a', 1000, 1010, 1030, true],
    ['c', 1010, 1030, 1090, false],
    ['b', 1010, 1060, 1180, true],
    ['d', 1060, 1065, 1195, true],
  ]);
});

test('what has finished is left out, and what runs is over time at the earliest now', () => {
  const now = 1000;
  const given = progress({ a: ['success', 0], b: ['running', 990], c: ['running', 100] });
  const estimates = estimateRun({ graph, progress: given, durations: durations({ a: 10, b: 50, c: 20, d: 5 }), now });
  expect(estimates.map(({ taskId, startAt, endAt }) => [taskId, startAt, endAt])).toEqual([
    ['c', 100, 1000],
    ['b', 990, 1040],
    ['d', 1040, 1045],
  ]);
});

test('a task without history is taken to be like the others, and says so', () => {
  const [estimate] = estimateRun({ graph, progress: progress({}), durations: durations({ b: 40 }), now: 0 });
  expect(estimate).toMatchObject({ taskId: 'a', endAt: 40, samples: 0 });
});
