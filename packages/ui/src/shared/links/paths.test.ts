import { expect, test } from 'vitest';
import { instancePath, runPath } from './paths.ts';

test('ids are written so that a path holds them', () => {
  expect(runPath('a', 'scheduled__2026-01-01T00:00:00+00:00')).toBe(
    '/dags/a/runs/scheduled__2026-01-01T00%3A00%3A00%2B00%3A00',
  );
});

test('only instances of mapped tasks have an index in their path', () => {
  const place = { dag_id: 'd', dag_run_id: 'r', task_id: 'g.t', map_index: -1 };
  expect(instancePath(place)).toBe('/dags/d/runs/r/tasks/g.t');
  expect(instancePath({ ...place, map_index: 3 })).toBe('/dags/d/runs/r/tasks/g.t/mapped/3');
});
