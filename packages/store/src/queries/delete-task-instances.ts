import type { Queryable, Statement } from '../database.ts';
import { columnsOf, type TaskInstanceRef } from './find-task-instances.ts';

const deleteTaskInstancesStatement: Statement = {
  name: 'delete-task-instances',
  text: `with w as (select * from unnest($1::uuid[], $2::text[], $3::int[]) as w(dag_run_id, task_id, map_index)),
         attempts as (
           delete from attempt a using w where a.dag_run_id = w.dag_run_id and a.task_id = w.task_id
             and (w.map_index is null or a.map_index = w.map_index)
         ),
         xcoms as (
           delete from xcom x using w where x.dag_run_id = w.dag_run_id and x.task_id = w.task_id
             and (w.map_index is null or x.map_index = w.map_index)
         )
         delete from task_instance i using w where i.dag_run_id = w.dag_run_id and i.task_id = w.task_id
           and (w.map_index is null or i.map_index = w.map_index)`,
};

/** Deletes task instances that no executor holds, with their attempts and XComs. Call it after `lockDagRuns`. */
export async function deleteTaskInstances(transaction: Queryable, refs: readonly TaskInstanceRef[]): Promise<void> {
  await transaction.query(deleteTaskInstancesStatement, columnsOf(refs));
}
