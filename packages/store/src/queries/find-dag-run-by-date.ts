import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';
import { DAG_RUN_COLUMNS, type DagRunRow } from './dag-run-row.ts';

const findDagRunByDateStatement: Statement = {
  name: 'find-dag-run-by-date',
  text: `select ${DAG_RUN_COLUMNS} from dag_run r
         where r.dag_id = $1 and r.logical_date = to_timestamp($2::float8 / 1000.0)
         order by r.run_after desc, r.id desc limit 1`,
};

/** The newest run of a DAG with this logical date; null when there is none. Index: `dag_run_by_date`. */
export async function findDagRunByDate(
  database: Queryable,
  dagId: DagId,
  logicalDateAt: number,
): Promise<DagRunRow | null> {
  const [row] = await database.query<DagRunRow>(findDagRunByDateStatement, [dagId, logicalDateAt]);
  return row ?? null;
}
