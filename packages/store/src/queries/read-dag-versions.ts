import type { BundleVersionId, DagVersionId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

export interface DagVersionRow {
  readonly versionId: DagVersionId;
  /** JSON for `readSerializedDag`. */
  readonly serialized: unknown;
  readonly bundleVersion: BundleVersionId;
  readonly file: string;
  readonly number: number;
}

const readDagVersionsStatement: Statement = {
  name: 'read-dag-versions',
  text: `select id as "versionId", serialized, bundle_version_id as "bundleVersion", file, number
         from dag_version where id = any($1::uuid[])`,
};

export function readDagVersions(database: Queryable, versions: readonly DagVersionId[]): Promise<DagVersionRow[]> {
  return database.query<DagVersionRow>(readDagVersionsStatement, [versions]);
}
