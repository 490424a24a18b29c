import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const countRunningRunsStatement: Statement = {
  name: 'count-running-runs',
  text: `select count(*)::int as count from dag_run where dag_id = $1 and finished_at is null and state = 'running'`,
};

/** How many runs of a DAG are under way. Index: `dag_run_unfinished`. */
export async function countRunningRuns(database: Queryable, dagId: DagId): Promise<number> {
  const [row] = await database.query<{ count: number }>(countRunningRunsStatement, [dagId]);
  return row!.count;
}
