import type { DagId, DagVersionId } from '@tradewind/model';
import type { DagRow } from '@tradewind/store';
import { makeDag } from '@tradewind/test-support';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Changes, decideChanges, type FileOutcome } from './decide-changes.ts';

const fault = { code: 'X', message: 'x', stack: null, line: null, column: null, codeFrame: null, output: null };

function loaded(file: string, ...dagIds: string[]): FileOutcome {
  return {
    kind: 'loaded',
    file,
    output: null,
    dags: dagIds.map((id) => ({
      dagId: id as DagId,
      serialized: makeDag(id, []),
      hash: `${file} ${id}`,
      sourceHash: file,
      line: 1,
    })),
  };
}

function row(dagId: string, file: string, rest: Partial<DagRow> = {}): DagRow {
  return {
    dagId: dagId as DagId,
    bundleName: 'dags',
    file,
    isActive: true,
    versionId: 'v' as DagVersionId,
    hash: `${file} ${dagId}`,
    sourceHash: file,
    newestNumber: 1,
    ...rest,
  };
}

/** Files that are not among the outcomes are there, and not loaded yet. */
function decide(outcomes: readonly FileOutcome[], rows: readonly DagRow[] = []): Changes {
  return decideChanges(outcomes, { bundleName: 'dags', rows, declaredBy: () => null, hasFile: () => true });
}

const ids = (changes: Changes) =>
  changes.stored.map(({ dag, file, isNewVersion }) => `${dag.dagId} ${file} ${isNewVersion}`);

describe('decideChanges', () => {
  test('stores what is new', () => {
    expect(ids(decide([loaded('a.ts', 'x')]))).toEqual(['x a.ts true']);
  });

  test('confirms what is as it was', () => {
    expect(decide([loaded('a.ts', 'x')], [row('x', 'a.ts')])).toMatchObject({ stored: [], confirmed: ['x'] });
  });

  test('brings a DAG back without a new version', () => {
    expect(ids(decide([loaded('a.ts', 'x')], [row('x', 'a.ts', { isActive: false })]))).toEqual(['x a.ts false']);
  });

  test('a file that failed keeps its DAGs', () => {
    const changes = decide([{ kind: 'failed', file: 'a.ts', fault }], [row('x', 'a.ts')]);
    expect(changes).toMatchObject({ deactivated: [], stored: [], faults: [{ file: 'a.ts' }], cleared: [] });
  });

  test('a file that is gone, or no longer declares a DAG, loses it', () => {
    expect(decide([{ kind: 'removed', file: 'a.ts' }], [row('x', 'a.ts')]).deactivated).toEqual(['x']);
    expect(decide([loaded('a.ts', 'y')], [row('x', 'a.ts')]).deactivated).toEqual(['x']);
  });

  test('a DAG that moves is not deactivated in between', () => {
    const changes = decide([loaded('a.ts'), loaded('b.ts', 'x')], [row('x', 'a.ts')]);
    expect(changes).toMatchObject({ deactivated: [], conflicts: [] });
    expect(ids(changes)).toEqual(['x b.ts true']);
  });

  test('a DAG of a file that does not load cannot be taken', () => {
    const changes = decide([{ kind: 'failed', file: 'a.ts', fault }, loaded('b.ts', 'x', 'y')], [row('x', 'a.ts')]);
    expect(changes.conflicts).toEqual([{ file: 'b.ts', dagId: 'x', owner: 'a.ts' }]);
    expect(ids(changes)).toEqual(['y b.ts true']);
  });

  test('a DAG of another bundle cannot be taken while it is active', () => {
    const theirs = row('x', 'a.ts', { bundleName: 'others' });
    expect(decide([loaded('a.ts', 'x')], [theirs]).conflicts).toEqual([{ file: 'a.ts', dagId: 'x', owner: null }]);
    expect(ids(decide([loaded('a.ts', 'x')], [{ ...theirs, isActive: false }]))).toEqual(['x a.ts false']);
  });
});

describe('for all files and rows', () => {
  const files = ['a.ts', 'b.ts', 'c.ts'];
  const dagIds = ['x', 'y', 'z'];
  const outcome = (file: string): fc.Arbitrary<FileOutcome> =>
    fc.oneof(
      fc.constant<FileOutcome>({ kind: 'removed', file }),
      fc.constant<FileOutcome>({ kind: 'failed', file, fault }),
      fc.subarray(dagIds).map((some) => loaded(file, ...some)),
    );
  const outcomes = fc.tuple(...files.map(outcome));
  const rows = fc
    .tuple(
      ...dagIds.map((id) =>
        fc
          .option(fc.record({ file: fc.constantFrom(...files), isActive: fc.boolean() }))
          .map((facts) => (facts === null ? null : row(id, facts.file, facts))),
      ),
    )
    .map((all) => all.filter((one) => one !== null));
  const cases = fc.record({ outcomes, rows });

  function apply(before: readonly DagRow[], changes: Changes): readonly DagRow[] {
    const after = new Map(before.map((one) => [one.dagId, one]));
    for (const { dag, file } of changes.stored) after.set(dag.dagId, row(dag.dagId, file, { hash: dag.hash }));
    for (const dagId of changes.deactivated) after.set(dagId, { ...after.get(dagId)!, isActive: false });
    return [...after.values()];
  }

  test('a second look at the same files changes nothing', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const after = apply(one.rows, decide(one.outcomes, one.rows));
        const again = decide(one.outcomes, after);
        expect([again.stored, again.deactivated]).toEqual([[], []]);
      }),
    );
  });

  test('every DAG that is declared is active afterwards, from a file that declares it or does not load', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const after = apply(one.rows, decide(one.outcomes, one.rows));
        const byFile = new Map(one.outcomes.map((each) => [each.file, each]));
        for (const each of one.outcomes) {
          for (const { dagId } of each.kind === 'loaded' ? each.dags : []) {
            const owner = after.find((candidate) => candidate.dagId === dagId)!;
            const source = byFile.get(owner.file)!;
            expect(owner.isActive).toBe(true);
            expect(
              source.kind === 'failed' || (source.kind === 'loaded' && source.dags.some((dag) => dag.dagId === dagId)),
            ).toBe(true);
          }
        }
      }),
    );
  });

  test('the order of the files does not matter', () => {
    fc.assert(
      fc.property(cases, fc.nat(5), (one, turns) => {
        const rotated = [...one.outcomes.slice(turns % 3), ...one.outcomes.slice(0, turns % 3)];
        expect(decide(rotated, one.rows)).toEqual(decide(one.outcomes, one.rows));
      }),
    );
  });
});
