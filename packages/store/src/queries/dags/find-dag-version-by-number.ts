import type { BundleVersionId, DagId, DagVersionId, SerializedDag } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** A version of a DAG with what it says. */
export interface DagVersionDetails {
  readonly dagVersionId: DagVersionId;
  readonly number: number;
  readonly bundleName: string;
  readonly bundleVersion: BundleVersionId;
  readonly file: string;
  /** Of what it means; it names its structure, too. */
  readonly hash: string;
  readonly serialized: SerializedDag;
}

const findDagVersionByNumberStatement: Statement = {
  name: 'find-dag-version-by-number',
  text: `select v.id as "dagVersionId", v.number, b.bundle_name as "bundleName", v.bundle_version_id as "bundleVersion",
           v.file, v.hash, v.serialized
         from dag d
         join dag_version v on v.dag_id = d.dag_id and case when $2::int is null then v.id = d.current_version_id else v.number = $2 end
         join bundle_version b on b.id = v.bundle_version_id
         where d.dag_id = $1`,
};

/** A version of a DAG by its number; null: the one in force. Null when there is none. Index: primary and unique keys. */
export async function findDagVersionByNumber(
  database: Queryable,
  dagId: DagId,
  number: number | null,
): Promise<DagVersionDetails | null> {
  const [row] = await database.query<DagVersionDetails>(findDagVersionByNumberStatement, [dagId, number]);
  return row ?? null;
}
