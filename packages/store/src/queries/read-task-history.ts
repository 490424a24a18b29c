import type { DagId, TaskId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** How a task behaved in the latest finished runs of its DAG. Durations are milliseconds. */
export interface TaskHistoryRow {
  readonly taskId: TaskId;
  /** Successful task instances that were looked at. */
  readonly samples: number;
  readonly medianMs: number;
  readonly p90Ms: number;
  readonly medianQueuedMs: number;
}

const readTaskHistoryStatement: Statement = {
  name: 'read-task-history',
  text: `select i.task_id as "taskId", count(*) as samples,
           percentile_cont(0.5) within group (order by 1000 * extract(epoch from i.finished_at - i.started_at))::float8 as "medianMs",
           percentile_cont(0.9) within group (order by 1000 * extract(epoch from i.finished_at - i.started_at))::float8 as "p90Ms",
           coalesce(percentile_cont(0.5) within group (order by 1000 * extract(epoch from i.started_at - i.queued_at)), 0)::float8
             as "medianQueuedMs"
         from (select id from dag_run where dag_id = $1 and finished_at is not null order by run_after desc, id desc limit $2) r
         join task_instance i on i.dag_run_id = r.id
         where i.state = 'success' and i.started_at is not null
         group by i.task_id`,
};

/** What the tasks of a DAG did in its latest `runs` finished runs. Index: `dag_run_newest`, then primary keys. */
export async function readTaskHistory(
  database: Queryable,
  dagId: DagId,
  runs: number,
): Promise<ReadonlyMap<TaskId, TaskHistoryRow>> {
  const rows = await database.query<TaskHistoryRow>(readTaskHistoryStatement, [dagId, runs]);
  return new Map(rows.map((row) => [row.taskId, row]));
}
