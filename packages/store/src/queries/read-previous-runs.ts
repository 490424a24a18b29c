import type { DagId, DagRunKey, RunId, TaskId, TaskInstanceState } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** What is asked: the run of `dagId` with the greatest logical date before `logicalDateAt`. */
export interface PreviousRunQuestion {
  /** The run that asks; it need not be stored yet. */
  readonly dagRunKey: DagRunKey;
  readonly dagId: DagId;
  readonly logicalDateAt: number;
  /** Only runs that the timetable made, as for DAGs with catchup. */
  readonly onlyScheduled: boolean;
}

/** How the run before one went. */
export interface PreviousRunRow {
  /** The run that asks. */
  readonly dagRunKey: DagRunKey;
  readonly previousKey: DagRunKey;
  readonly runId: RunId;
  readonly logicalDateAt: number;
  readonly states: { readonly [taskId: TaskId]: TaskInstanceState };
}

const readPreviousRunsStatement: Statement = {
  name: 'read-previous-runs',
  text: `select a.key as "dagRunKey", p.id as "previousKey", p.run_id as "runId", p.logical_date as "logicalDateAt",
           (select coalesce(json_object_agg(i.task_id, i.state), '{}') from task_instance i where i.dag_run_id = p.id) as states
         from unnest($1::uuid[], $2::text[], $3::float8[], $4::boolean[]) as a(key, dag_id, logical_date, only_scheduled)
         cross join lateral (
           select q.id, q.run_id, q.logical_date from dag_run q
           where q.dag_id = a.dag_id and q.logical_date < to_timestamp(a.logical_date / 1000.0)
             and (not a.only_scheduled or q.run_type = 'scheduled')
           order by q.logical_date desc limit 1
         ) p`,
};

/** The run before each of those that ask; one that has none is left out. Index: dag_run_by_date. */
export function readPreviousRuns(
  database: Queryable,
  questions: readonly PreviousRunQuestion[],
): Promise<PreviousRunRow[]> {
  return database.query<PreviousRunRow>(readPreviousRunsStatement, [
    questions.map(({ dagRunKey }) => dagRunKey),
    questions.map(({ dagId }) => dagId),
    questions.map(({ logicalDateAt }) => logicalDateAt),
    questions.map(({ onlyScheduled }) => onlyScheduled),
  ]);
}
