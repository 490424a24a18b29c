import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';
import type { DagRow } from './dag-row.ts';

const readBundleDagsStatement: Statement = {
  name: 'read-bundle-dags',
  text: `select d.dag_id as "dagId", d.bundle_name as "bundleName", d.file, d.is_active as "isActive",
           d.current_version_id as "versionId", v.hash,
           v.source_hash as "sourceHash",
           coalesce((select max(n.number) from dag_version n where n.dag_id = d.dag_id), 0) as "newestNumber"
         from dag d left join dag_version v on v.id = d.current_version_id
         where d.dag_id = any($1::text[]) or (d.bundle_name = $2 and d.file = any($3::text[]))
         order by d.dag_id
         for no key update of d`,
};

export interface BundleDagsFilter {
  readonly bundleName: string;
  readonly dagIds: readonly DagId[];
  readonly files: readonly string[];
}

/**
 * The DAGs with these ids, of whatever bundle, and those that these files of the bundle own.
 *
 * Locks: their rows, in the order of their ids. Reads the whole table of DAGs, since files have no index.
 */
export async function readBundleDags(transaction: Queryable, filter: BundleDagsFilter): Promise<readonly DagRow[]> {
  return transaction.query<DagRow>(readBundleDagsStatement, [filter.dagIds, filter.bundleName, filter.files]);
}
