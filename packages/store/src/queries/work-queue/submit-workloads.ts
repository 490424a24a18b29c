import type { ExecutorId, Workload } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';
import { encodeJson } from '../../encode-json.ts';

const submitWorkloadsStatement: Statement = {
  name: 'submit-workloads',
  text: `with given as materialized (
           select g.*, row_number() over () as place
           from json_to_recordset($2::json) as g(a uuid, q text, p integer, r uuid, t text, m integer, w json)
         ), stored as (
           insert into workload (attempt_id, owner, queue, priority, dag_run_id, task_id, map_index, workload)
           select g.a, $1, g.q, g.p, g.r, g.t, g.m, g.w from given g
           where not exists (select 1 from attempt_report o where o.attempt_id = g.a)
           order by g.place
           on conflict (attempt_id) do nothing
           returning queue
         ), counted as (select queue, count(*) as number from stored group by queue)
         select pg_notify('tradewind_work', case when octet_length(notice) > 7900 then '{}' else notice end)
         from (select json_build_object('queues', json_object_agg(queue, number))::text as notice from counted) as told
         where exists (select 1 from counted)`,
};

/**
 * Puts attempts into the queue, in this order, and tells the API servers. An attempt that is there, or whose end was
 * reported, is left alone, so that a call of unknown outcome may be repeated.
 */
export async function submitWorkloads(
  database: Queryable,
  owner: ExecutorId,
  workloads: readonly Workload[],
): Promise<void> {
  const rows = workloads.map((workload) => ({
    a: workload.attemptId,
    q: workload.queue,
    p: workload.priority,
    r: workload.run.dagRunKey,
    t: workload.taskId,
    m: workload.mapIndex,
    w: workload,
  }));
  await database.query(submitWorkloadsStatement, [owner, encodeJson(rows)]);
}
