import type { DagId, TaskId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const countActiveInstancesStatement: Statement = {
  name: 'count-active-instances',
  text: `select count(*)::int as count from dag_run r join task_instance i on i.dag_run_id = r.id
         where r.dag_id = $1 and r.finished_at is null and i.task_id = $2 and i.state in ('queued', 'running', 'restarting')`,
};

/** How many instances of a task an executor holds, over all runs of its DAG. Index: `dag_run_unfinished`. */
export async function countActiveInstances(database: Queryable, dagId: DagId, taskId: TaskId): Promise<number> {
  const [row] = await database.query<{ count: number }>(countActiveInstancesStatement, [dagId, taskId]);
  return row?.count ?? 0;
}
