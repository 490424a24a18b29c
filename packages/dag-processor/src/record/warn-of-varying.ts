/** Warns of DAGs whose definition changed though none of their files did. */
import type { Json, SerializedDag } from '@tradewind/model';
import { type DagRow, type NewDagWarning, type Queryable, readDagVersions } from '@tradewind/store';
import type { DeclaredDag } from '../decide/decide-changes.ts';
import { firstDifference } from '../decide/first-difference.ts';

const LONGEST_VALUE = 80;

/** The version in force of each DAG, which it is compared with, must not have been replaced yet. */
export async function findVarying(
  transaction: Queryable,
  varying: readonly DeclaredDag[],
  rows: readonly DagRow[],
): Promise<readonly NewDagWarning[]> {
  if (varying.length === 0) return [];
  const versionOf = new Map(rows.map(({ dagId, versionId }) => [dagId, versionId]));
  const versions = varying.flatMap(({ dagId }) => versionOf.get(dagId) ?? []);
  const before = new Map((await readDagVersions(transaction, versions)).map((row) => [row.versionId, row.serialized]));
  return varying.map(({ dagId, serialized }) => ({
    dagId,
    warningType: 'runtime varying value',
    message: tell(before.get(versionOf.get(dagId)!), serialized),
  }));
}

function tell(before: unknown, after: SerializedDag): string {
  const found = firstDifference(before as Json, after as unknown as Json);
  const what = found === null ? '' : `: ${found.path} was ${wordsFor(found.before)} and is ${wordsFor(found.after)}`;
  return (
    `Its definition changed though none of its files did${what}. So it gets a new version whenever it is loaded. ` +
    'Do not let it depend on the time, on chance or on what is read while the file loads: do that in a task.'
  );
}

function wordsFor(value: Json | undefined): string {
  if (value === undefined) return 'not there';
  const text = JSON.stringify(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}
