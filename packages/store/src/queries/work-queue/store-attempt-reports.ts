import type { AttemptId, AttemptReport, WorkerId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';
import { encodeJson } from '../../encode-json.ts';

const storeAttemptReportsStatement: Statement = {
  name: 'store-attempt-reports',
  text: `with given as materialized (
           select g.* from json_to_recordset($2::json) as g(a uuid, k text, s float8, r json)
         ), begun as (
           update workload w set started_at = coalesce(w.started_at, to_timestamp(g.s / 1000.0))
           from given g where g.k = 'started' and w.attempt_id = g.a and w.worker_id = $1
           returning w.attempt_id, w.owner
         ), ended as (
           delete from workload w using given g
           where g.k = 'finished' and w.attempt_id = g.a and w.worker_id = $1
           returning w.attempt_id, w.owner
         ), accepted as materialized (
           select attempt_id, owner, 'started' as kind from begun
           union all select attempt_id, owner, 'finished' from ended
         ), stored as (
           insert into attempt_report (attempt_id, kind, owner, worker_id, report)
           select c.attempt_id, c.kind, c.owner, $1, g.r
           from accepted c join given g on g.a = c.attempt_id and g.k = c.kind
           on conflict do nothing
         ), told as materialized (
           select pg_notify('tradewind_r_' || replace(owner::text, '-', ''),
             case when count(*) > 200 then '' else string_agg(attempt_id::text, ',') end)
           from accepted group by owner
         )
         select attempt_id as "attemptId" from accepted where (select count(*) from told) >= 0
         union
         select o.attempt_id from attempt_report o join given g on o.attempt_id = g.a and o.kind = g.k where o.worker_id = $1`,
};

/**
 * Keeps what a worker reports of its attempts until their owners have recorded it, and tells these. Returns the attempts
 * that it was accepted for; the others were given away, or have ended. A repeated call changes nothing.
 *
 * Locks the rows of these attempts. Index: primary keys.
 */
export async function storeAttemptReports(
  database: Queryable,
  workerId: WorkerId,
  reports: readonly AttemptReport[],
): Promise<ReadonlySet<AttemptId>> {
  const finished = new Set(reports.filter(({ kind }) => kind === 'finished').map(({ attemptId }) => attemptId));
  // The report of the end says when it started, too.
  const rows = reports
    .filter(({ kind, attemptId }) => kind === 'finished' || !finished.has(attemptId))
    .map((report) => ({
      a: report.attemptId,
      k: report.kind,
      s: report.kind === 'started' ? report.at : report.startedAt,
      r: report,
    }));
  if (rows.length === 0) return new Set();
  const accepted = await database.query<{ attemptId: AttemptId }>(storeAttemptReportsStatement, [
    workerId,
    encodeJson(rows),
  ]);
  return new Set(accepted.map(({ attemptId }) => attemptId));
}
