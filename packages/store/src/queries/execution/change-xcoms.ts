/** XComs of one task instance, as its attempt sets and deletes them. Index: primary key. */
import type { DagRunKey, EncodedValue, TaskId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

export interface XComPlace {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  readonly mapIndex: number;
  readonly key: string;
}

const saveStatement: Statement = {
  name: 'save-xcom',
  text: `insert into xcom (dag_run_id, task_id, map_index, key, value) values ($1, $2, $3, $4, $5)
         on conflict (dag_run_id, task_id, map_index, key) do update set value = excluded.value, created_at = now()`,
};

export async function saveXCom(
  database: Queryable,
  { dagRunKey, taskId, mapIndex, key }: XComPlace,
  value: EncodedValue,
): Promise<void> {
  await database.query(saveStatement, [dagRunKey, taskId, mapIndex, key, value]);
}

const deleteStatement: Statement = {
  name: 'delete-xcom',
  text: 'delete from xcom where dag_run_id = $1 and task_id = $2 and map_index = $3 and key = $4 returning key',
};

/** False when there was none. */
export async function deleteXCom(
  database: Queryable,
  { dagRunKey, taskId, mapIndex, key }: XComPlace,
): Promise<boolean> {
  return (await database.query(deleteStatement, [dagRunKey, taskId, mapIndex, key])).length > 0;
}

const listOwnStatement: Statement = {
  name: 'list-xcoms-of-instance',
  text: 'select key, value from xcom where dag_run_id = $1 and task_id = $2 and map_index = $3 order by key',
};

/** Everything that a task instance has left. */
export function listXComsOfInstance(
  database: Queryable,
  { dagRunKey, taskId, mapIndex }: Omit<XComPlace, 'key'>,
): Promise<{ readonly key: string; readonly value: EncodedValue }[]> {
  return database.query(listOwnStatement, [dagRunKey, taskId, mapIndex]);
}
