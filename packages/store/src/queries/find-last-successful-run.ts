import type { DagRunKey } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';
import { DAG_RUN_COLUMNS, type DagRunRow } from './dag-run-row.ts';

const findLastSuccessfulRunStatement: Statement = {
  name: 'find-last-successful-run',
  text: `select ${DAG_RUN_COLUMNS}
         from dag_run this
         join dag_run r on r.dag_id = this.dag_id
         where this.id = $1 and r.state = 'success' and r.id <> this.id and (r.run_after, r.id) < (this.run_after, this.id)
         order by r.run_after desc, r.id desc limit 1`,
};

/** The last successful run of the same DAG before this one; null when there is none. Index: `dag_run_newest`. */
export async function findLastSuccessfulRun(database: Queryable, dagRunKey: DagRunKey): Promise<DagRunRow | null> {
  const [row] = await database.query<DagRunRow>(findLastSuccessfulRunStatement, [dagRunKey]);
  return row ?? null;
}
