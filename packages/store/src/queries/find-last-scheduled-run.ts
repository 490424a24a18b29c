import type { DagId, LastRun } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const findLastScheduledRunStatement: Statement = {
  name: 'find-last-scheduled-run',
  text: `select interval_start as "startAt", interval_end as "endAt", finished_at as "finishedAt" from dag_run
         where dag_id = $1 and run_type = 'scheduled' and interval_start is not null
         order by run_after desc, id desc limit 1`,
};

/** The latest run that the timetable itself made; null when there is none. Index: dag_run_newest. */
export async function findLastScheduledRun(database: Queryable, dagId: DagId): Promise<LastRun | null> {
  const [row] = await database.query<{ startAt: number; endAt: number; finishedAt: number | null }>(
    findLastScheduledRunStatement,
    [dagId],
  );
  if (row === undefined) return null;
  return { dataInterval: { startAt: row.startAt, endAt: row.endAt }, finishedAt: row.finishedAt };
}
