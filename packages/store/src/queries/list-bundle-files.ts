import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const listBundleFilesStatement: Statement = {
  name: 'list-bundle-files',
  text: `select file, array_agg(dag_id) filter (where dag_id is not null) as "dagIds" from (
           select file, dag_id from dag where bundle_name = $1 and is_active
           union all
           select file, null from import_error where bundle_name = $1
         ) known group by file order by file`,
};

export interface BundleFile {
  readonly file: string;
  /** The active DAGs that it owns; null when it has an import error only. */
  readonly dagIds: readonly DagId[] | null;
}

/** Every file of the bundle that the database knows: by a DAG in force, or by an import error. */
export async function listBundleFiles(database: Queryable, bundleName: string): Promise<readonly BundleFile[]> {
  return database.query<BundleFile>(listBundleFilesStatement, [bundleName]);
}
