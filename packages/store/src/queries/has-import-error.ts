import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const hasImportErrorStatement: Statement = {
  name: 'has-import-error',
  text: `select exists (
           select 1 from dag d join import_error e on e.bundle_name = d.bundle_name and e.file = d.file where d.dag_id = $1
         ) as "hasError"`,
};

/** Whether the file that declares the DAG cannot be loaded as it is. Index: primary keys. */
export async function hasImportError(database: Queryable, dagId: DagId): Promise<boolean> {
  const [row] = await database.query<{ hasError: boolean }>(hasImportErrorStatement, [dagId]);
  return row!.hasError;
}
