import type { DagRunKey, TaskId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';
import { TASK_INSTANCE_DETAILS_COLUMNS, type TaskInstanceDetailsRow } from './task-instance-details-row.ts';

/** Which task instances are meant: one, or with a null map index all of a task. */
export interface TaskInstanceRef {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  readonly mapIndex: number | null;
}

const findTaskInstancesStatement: Statement = {
  name: 'find-task-instances',
  text: `select ${TASK_INSTANCE_DETAILS_COLUMNS}
         from unnest($1::uuid[], $2::text[], $3::int[]) with ordinality as w(dag_run_id, task_id, map_index, place)
         join task_instance i on i.dag_run_id = w.dag_run_id and i.task_id = w.task_id
           and (w.map_index is null or i.map_index = w.map_index)
         join dag_run r on r.id = i.dag_run_id
         order by w.place, i.map_index`,
};

/** These task instances, as far as they exist, in this order. Index: primary keys. */
export function findTaskInstances(
  database: Queryable,
  refs: readonly TaskInstanceRef[],
): Promise<TaskInstanceDetailsRow[]> {
  return database.query<TaskInstanceDetailsRow>(findTaskInstancesStatement, columnsOf(refs));
}

/** The references as one array for each column. */
export function columnsOf(refs: readonly TaskInstanceRef[]): readonly unknown[] {
  return [
    refs.map(({ dagRunKey }) => dagRunKey),
    refs.map(({ taskId }) => taskId),
    refs.map(({ mapIndex }) => mapIndex),
  ];
}
