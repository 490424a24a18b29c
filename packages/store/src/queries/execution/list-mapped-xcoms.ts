import type { EncodedValue } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const listMappedXComsStatement: Statement = {
  name: 'list-mapped-xcoms',
  text: `select x.map_index as "mapIndex", x.value from xcom x join dag_run r on r.id = x.dag_run_id
         where r.dag_id = $1 and r.run_id = $2 and x.task_id = $3 and x.key = $4 order by x.map_index`,
};

/** One key of all instances of a task in a run, in the order of their map indexes. Index: dag_run (dag_id, run_id), xcom. */
export function listMappedXComs(
  database: Queryable,
  of: { readonly dagId: string; readonly runId: string; readonly taskId: string; readonly key: string },
): Promise<{ readonly mapIndex: number; readonly value: EncodedValue }[]> {
  return database.query(listMappedXComsStatement, [of.dagId, of.runId, of.taskId, of.key]);
}
