import { expect, test } from 'vitest';
import { type DagStanding, whyQueued } from './why-queued.ts';

const standing: DagStanding = { isPaused: false, isActive: true, isUsable: true, maxActiveRuns: 2 };

test.each([
  [{ isPaused: true, isActive: false }, 500, { code: 'dag_paused' }],
  [{ isActive: false }, 500, { code: 'dag_inactive' }],
  [{}, 2000, { code: 'run_after', runAfter: '1970-01-01T00:00:02.000Z' }],
  [{ isUsable: false }, 500, { code: 'dag_unusable' }],
  [{}, 500, { code: 'max_active_runs', limit: 2 }],
])('%j, due at %d: %j', (changes, runAfterAt, expected) => {
  expect(whyQueued({ ...standing, ...changes }, runAfterAt, 1000)).toEqual(expected);
});
