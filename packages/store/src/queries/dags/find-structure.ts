import type { DagId, SerializedDag } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const findStructureStatement: Statement = {
  name: 'find-structure',
  text: `select serialized from dag_version
         where hash = $1 and ($2::text[] is null or dag_id = any($2)) limit 1`,
};

/**
 * A version with this structure, of one of these DAGs (null: of any); all that have it look the same. Null when there
 * is none. Index: `dag_version_by_hash`.
 */
export async function findStructure(
  database: Queryable,
  hash: string,
  dagIds: readonly DagId[] | null,
): Promise<SerializedDag | null> {
  const [row] = await database.query<{ serialized: SerializedDag }>(findStructureStatement, [hash, dagIds]);
  return row?.serialized ?? null;
}
