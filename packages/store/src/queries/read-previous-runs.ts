import type { DagRunKey, RunId, TaskId, TaskInstanceState } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** How the run before one went. */
export interface PreviousRunRow {
  /** The run that asks. */
  readonly dagRunKey: DagRunKey;
  readonly previousKey: DagRunKey;
  readonly runId: RunId;
  readonly states: { readonly [taskId: TaskId]: TaskInstanceState };
}

const readPreviousRunsStatement: Statement = {
  name: 'read-previous-runs',
  text: `select r.id as "dagRunKey", p.id as "previousKey", p.run_id as "runId",
           (select coalesce(json_object_agg(i.task_id, i.state), '{}') from task_instance i where i.dag_run_id = p.id) as states
         from dag_run r
         cross join lateral (
           select q.id, q.run_id from dag_run q
           where q.dag_id = r.dag_id and q.logical_date < r.logical_date and (not $2::boolean or q.run_type = 'scheduled')
           order by q.logical_date desc limit 1
         ) p
         where r.id = any($1::uuid[])`,
};

/**
 * The run with the greatest logical date before that of each of `runs`; with `onlyScheduled`, as for DAGs with catchup,
 * the previous scheduled one. Index: dag_run_by_date.
 */
export function readPreviousRuns(
  database: Queryable,
  runs: readonly DagRunKey[],
  onlyScheduled: boolean,
): Promise<PreviousRunRow[]> {
  return database.query<PreviousRunRow>(readPreviousRunsStatement, [runs, onlyScheduled]);
}
