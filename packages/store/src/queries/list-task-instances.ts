import type { DagRunKey } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';
import { TASK_INSTANCE_COLUMNS, type TaskInstanceRow } from './task-instance-row.ts';

const listTaskInstancesStatement: Statement = {
  name: 'list-task-instances',
  text: `select ${TASK_INSTANCE_COLUMNS} from task_instance i where i.dag_run_id = $1 order by i.task_id, i.map_index`,
};

/** The task instances of a run, by task and map index. Index: primary key. */
export async function listTaskInstances(
  database: Queryable,
  dagRunKey: DagRunKey,
): Promise<readonly TaskInstanceRow[]> {
  return database.query<TaskInstanceRow>(listTaskInstancesStatement, [dagRunKey]);
}
