import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** What the database knows of a file of DAGs. */
export interface DagFileRow {
  readonly dagIds: readonly DagId[];
  readonly hasImportError: boolean;
}

const readDagFileStatement: Statement = {
  name: 'read-dag-file',
  text: `select array(select dag_id from dag where bundle_name = $1 and file = $2 order by dag_id) as "dagIds",
           exists (select 1 from import_error where bundle_name = $1 and file = $2) as "hasImportError"`,
};

/** The DAGs that come from a file, and whether it has an import error. Reads every DAG. */
export async function readDagFile(database: Queryable, bundleName: string, file: string): Promise<DagFileRow> {
  const [row] = await database.query<DagFileRow>(readDagFileStatement, [bundleName, file]);
  return row!;
}
