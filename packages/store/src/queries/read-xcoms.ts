import type { DagRunKey, EncodedValue, TaskId } from '@tradewind/model';
import { RETURN_VALUE } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

export interface ResultRow {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  readonly value: EncodedValue;
}

const readResultsStatement: Statement = {
  name: 'read-results',
  text: `select x.dag_run_id as "dagRunKey", x.task_id as "taskId", x.value
         from unnest($1::uuid[], $2::text[]) as w(dag_run_id, task_id)
         join xcom x on x.dag_run_id = w.dag_run_id and x.task_id = w.task_id and x.map_index = -1 and x.key = '${RETURN_VALUE}'`,
};

/** The return values of these task instances, as far as they returned one. */
export function readResults(
  database: Queryable,
  wanted: readonly { readonly dagRunKey: DagRunKey; readonly taskId: TaskId }[],
): Promise<ResultRow[]> {
  const runs = wanted.map(({ dagRunKey }) => dagRunKey);
  return database.query<ResultRow>(readResultsStatement, [runs, wanted.map(({ taskId }) => taskId)]);
}
