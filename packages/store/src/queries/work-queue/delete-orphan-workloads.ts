import type { Queryable, Statement } from '../../database.ts';

const NOT_IN_FORCE = `not exists (
  select 1 from task_instance i where i.dag_run_id = w.dag_run_id and i.task_id = w.task_id and i.map_index = w.map_index
    and i.attempt_id = w.attempt_id and i.state in ('queued', 'running', 'restarting'))`;

const deleteOrphanWorkloadsStatement: Statement = {
  name: 'delete-orphan-workloads',
  text: `with gone as (
           delete from workload w where w.submitted_at < clock_timestamp() - $1 * interval '1 millisecond' and ${NOT_IN_FORCE}
           returning w.worker_id
         ), reports as (
           delete from attempt_report where reported_at < clock_timestamp() - interval '1 day'
         ), told as materialized (
           select pg_notify('tradewind_work', json_build_object('workers', json_agg(distinct worker_id))::text)
           from gone where worker_id is not null having count(distinct worker_id) between 1 and 150
         )
         select count(*)::integer as deleted from gone where (select count(*) from told) >= 0`,
};

/**
 * Deletes attempts that no task instance has any more and that nobody called off, such as those of a scheduler that died
 * before its runs were deleted; and reports that nobody has asked for in a day. Returns how many attempts that were.
 */
export async function deleteOrphanWorkloads(database: Queryable, olderThanMs: number): Promise<number> {
  const [row] = await database.query<{ deleted: number }>(deleteOrphanWorkloadsStatement, [olderThanMs]);
  return row?.deleted ?? 0;
}
