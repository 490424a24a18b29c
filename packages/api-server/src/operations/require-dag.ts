import type { DagId, SerializedDag } from '@tradewind/model';
import { type DagDetails, findDag, listDags, type Queryable } from '@tradewind/store';
import { DagInactiveError, DagNotFoundError } from './errors.ts';

/** @throws {DagNotFoundError} when there is no such DAG. */
export async function requireDag(database: Queryable, dagId: DagId): Promise<DagDetails> {
  const dag = await findDag(database, dagId);
  if (dag !== null) return dag;
  const known = await listDags(database, { isActive: 'any' });
  throw new DagNotFoundError(
    dagId,
    known.map((row) => row.dagId),
  );
}

/** What the version in force of a DAG says. @throws {DagInactiveError} when it has none. */
export function serializedOf(dag: DagDetails): SerializedDag {
  if (dag.version === null) throw new DagInactiveError(dag.dagId, dag.file);
  return dag.version.serialized;
}
