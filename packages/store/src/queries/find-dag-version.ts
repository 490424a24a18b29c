import type { DagVersionId, SerializedDag } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const findDagVersionStatement: Statement = {
  name: 'find-dag-version',
  text: 'select serialized from dag_version where id = $1',
};

/** What a version of a DAG says; null when there is no such version. Index: primary key. */
export async function findDagVersion(database: Queryable, dagVersionId: DagVersionId): Promise<SerializedDag | null> {
  const [row] = await database.query<{ serialized: SerializedDag }>(findDagVersionStatement, [dagVersionId]);
  return row?.serialized ?? null;
}
