import { basename, dirname, relative, sep } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AttemptRef } from './log-line.ts';
import { logPath } from './log-path.ts';

const FOLDER = '/var/log/tradewind';
const anyId = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('.', '..', '../..', 'a/b', 'C:\\x', '', '%2E'));
const anyRef: fc.Arbitrary<AttemptRef> = fc.record({
  dagId: anyId,
  runId: anyId,
  taskId: anyId,
  mapIndex: fc.integer({ min: -1, max: 1000 }),
  tryNumber: fc.integer({ min: 1, max: 99 }),
}) as fc.Arbitrary<never>;

test('reads like the attempt', () => {
  const ref = {
    dagId: 'sales',
    runId: 'scheduled__2026-01-01T00:00:00+00:00',
    taskId: 'a.b',
    mapIndex: -1,
    tryNumber: 2,
  };
  expect(logPath('/logs', ref as never)).toBe(
    '/logs/dag_id=sales/run_id=scheduled__2026-01-01T00%3A00%3A00%2B00%3A00/task_id=a.b/attempt=2.log',
  );
  expect(logPath('/logs', { ...ref, runId: 'r', mapIndex: 7 } as never)).toBe(
    '/logs/dag_id=sales/run_id=r/task_id=a.b/map_index=7/attempt=2.log',
  );
});

test('lies below the folder, with names that every file system takes, whatever the ids', () => {
  fc.assert(
    fc.property(anyRef, (ref) => {
      const parts = relative(FOLDER, logPath(FOLDER, ref)).split(sep);
      expect(parts).toHaveLength(ref.mapIndex >= 0 ? 5 : 4);
      for (const part of parts) expect(part).toMatch(/^[a-z_]+=[\w.%~-]{0,200}$/);
    }),
  );
});

test('differs for different attempts', () => {
  fc.assert(
    fc.property(anyRef, anyRef, (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other));
      expect(logPath(FOLDER, one)).not.toBe(logPath(FOLDER, other));
    }),
  );
});

test('keeps ids apart that are too long for a name', () => {
  const paths = ['x', 'y'].map((end) =>
    logPath(FOLDER, { runId: 'ü'.repeat(250) + end, dagId: 'd', taskId: 't' } as never),
  );
  expect(paths[0]).not.toBe(paths[1]);
  expect(basename(dirname(dirname(paths[0]!))).length).toBeLessThan(255);
});
