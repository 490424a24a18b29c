import type { Workload } from '@tradewind/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Marks } from '../fixtures/marks.ts';
import { createWorkload, startSupervisor } from '../fixtures/supervisor-bench.ts';

type Kind = 'short' | 'slow' | 'blocking' | 'failing' | 'crashing' | 'exiting' | 'late' | 'cancelled';
type Step = { readonly kind: Kind; readonly priority: number; readonly isWithNext: boolean };

const anyKind = fc.oneof(
  { weight: 20, arbitrary: fc.constant<Kind>('short') },
  { weight: 4, arbitrary: fc.constantFrom<Kind>('slow', 'blocking', 'failing') },
  { weight: 2, arbitrary: fc.constantFrom<Kind>('crashing', 'exiting', 'late', 'cancelled') },
);
const mixtures: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ kind: anyKind, priority: fc.nat(2), isWithNext: fc.boolean() }),
  { minLength: 80, maxLength: 150 },
);

let lastMark = 0;

function nextMark(): number {
  lastMark += 1;
  return lastMark;
}

function workloadOf(kind: Kind, priority: number, marks: string): Workload {
  switch (kind) {
    case 'short':
      return createWorkload('leave_mark', { priority, conf: { marks, mark: nextMark() } });
    case 'slow':
      return createWorkload('wait', { priority, conf: { ms: 8 } });
    case 'blocking':
      return createWorkload('block', { priority, conf: { ms: 12 } });
    case 'failing':
      return createWorkload('fail', { priority });
    case 'crashing':
      return createWorkload('crash', { priority });
    case 'exiting':
      return createWorkload('exit', { priority });
    case 'late':
      return createWorkload('fail_after_finish', { priority });
    case 'cancelled':
      return createWorkload('hang', { priority });
  }
}

test('whatever happens among them, every attempt is started at most once and reported once', {
  timeout: 60_000,
}, async () => {
  const marks = new Marks();
  const bench = await startSupervisor({ minChildren: 2, maxChildren: 4, stopGraceMs: 200, killGraceMs: 200 });
  const playMixture = async (mixture: readonly Step[]) => {
    const workloads = mixture.map(({ kind, priority }) => workloadOf(kind, priority, marks.path));
    let together: Workload[] = [];
    for (const [index, { kind, isWithNext }] of mixture.entries()) {
      together.push(workloads[index]!);
      if (isWithNext) continue;
      bench.run(...together);
      together = [];
      if (kind === 'short') await new Promise(setImmediate);
    }
    bench.run(...together);
    const cancelled = workloads.filter((_, index) => mixture[index]?.kind === 'cancelled');
    for (const { attemptId } of cancelled) bench.supervisor.cancel(attemptId, 'cancelled');
    const finished = await Promise.all(workloads.map(({ attemptId }) => bench.finished(attemptId)));
    for (const { attemptId } of workloads) {
      const kinds = bench.reports.all.filter((report) => report.attemptId === attemptId).map(({ kind }) => kind);
      expect([['finished'], ['started', 'finished']]).toContainEqual(kinds);
    }
    for (const [index, { outcome }] of finished.entries()) {
      const { kind } = mixture[index]!;
      if (['short', 'slow', 'blocking', 'late'].includes(kind)) expect(outcome.kind, kind).toBe('success');
      else expect(outcome.kind, kind).toBe('failed');
    }
  };
  await fc.assert(fc.asyncProperty(mixtures, playMixture), { numRuns: 2, endOnFailure: true });
  // Each short attempt left one mark: none ran twice, none was only said to have run.
  const left = marks.read().map(([, , mark]) => Number(mark));
  expect(left.toSorted((one, other) => one - other)).toEqual(Array.from({ length: lastMark }, (_, index) => index + 1));
});
