import type { DagId, TaskId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** What a task did in the last runs. Times are milliseconds at the quantiles 0.5, 0.9 and 0.95; null: there were none. */
export interface TaskMeasuresRow {
  readonly taskId: TaskId;
  /** Instances that have ended, or were skipped. */
  readonly instances: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of those that succeeded. */
  readonly duration: readonly number[] | null;
  /** From when it was queued until it began. */
  readonly queued: readonly number[] | null;
  readonly averageTries: number | null;
  readonly mostTries: number | null;
}

const measureTasksStatement: Statement = {
  name: 'measure-tasks',
  text: `with last as (
           select r.id from dag_run r where r.dag_id = $1 order by r.run_after desc, r.id desc limit $2
         )
         select i.task_id as "taskId", count(*)::int8 as instances,
           count(*) filter (where i.state = 'success')::int8 as succeeded,
           count(*) filter (where i.state = 'failed')::int8 as failed,
           count(*) filter (where i.state = 'skipped')::int8 as skipped,
           percentile_cont(array[0.5, 0.9, 0.95]) within group
             (order by extract(epoch from i.finished_at - i.started_at)::float8 * 1000)
             filter (where i.state = 'success') as duration,
           percentile_cont(array[0.5, 0.9, 0.95]) within group
             (order by extract(epoch from i.started_at - i.queued_at)::float8 * 1000) as queued,
           avg(i.try_number) filter (where i.state in ('success', 'failed'))::float8 as "averageTries",
           max(i.try_number) filter (where i.state in ('success', 'failed')) as "mostTries"
         from last join task_instance i on i.dag_run_id = last.id
         where i.state in ('success', 'failed', 'skipped', 'upstream_failed')
         group by i.task_id order by i.task_id`,
};

/** The tasks of a DAG over its last runs. Index: `dag_run_newest`, then the primary key. */
export async function measureTasks(
  database: Queryable,
  dagId: DagId,
  runs: number,
): Promise<readonly TaskMeasuresRow[]> {
  return database.query<TaskMeasuresRow>(measureTasksStatement, [dagId, runs]);
}
