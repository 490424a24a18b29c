import type { DagId, DagRunState } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** How many runs of a DAG there are in each state. */
export interface DagStatsRow {
  readonly dagId: DagId;
  readonly displayName: string | null;
  readonly counts: Readonly<Partial<Record<DagRunState, number>>>;
}

const readDagStatsStatement: Statement = {
  name: 'read-dag-stats',
  text: `select d.dag_id as "dagId", d.display_name as "displayName", coalesce(s.counts, '{}') as counts
         from dag d left join (
           select dag_id, jsonb_object_agg(state, count) as counts from (
             select dag_id, state, count(*) as count from dag_run
             where $1::text[] is null or dag_id = any($1) group by dag_id, state
           ) counted group by dag_id
         ) s on s.dag_id = d.dag_id
         where case when $1::text[] is null then d.is_active else d.dag_id = any($1) end
         order by d.dag_id`,
};

/** The counts of these DAGs; null: of all in force, for which it reads every run. Index: `dag_run_newest`. */
export function readDagStats(database: Queryable, dagIds: readonly DagId[] | null): Promise<DagStatsRow[]> {
  return database.query<DagStatsRow>(readDagStatsStatement, [dagIds]);
}
