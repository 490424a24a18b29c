import type { BundleVersionId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const listNeededBundleVersionsStatement: Statement = {
  name: 'list-needed-bundle-versions',
  text: `select distinct v.bundle_version_id as "bundleVersion" from dag_version v
         where v.id in (select current_version_id from dag union all select dag_version_id from dag_run)`,
};

/**
 * The bundle versions whose files may be wanted again: of DAG versions in force, and of those that a run was made from,
 * since any run can be cleared. Reads all runs; for housekeeping only.
 */
export async function listNeededBundleVersions(database: Queryable): Promise<readonly BundleVersionId[]> {
  const rows = await database.query<{ bundleVersion: BundleVersionId }>(listNeededBundleVersionsStatement);
  return rows.map(({ bundleVersion }) => bundleVersion);
}
