import type { DagRunKey, TaskId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** What a value that a task left looks like, without the value: enough to tell whether two are the same. */
export interface RunValueRow {
  readonly taskId: TaskId;
  readonly mapIndex: number;
  readonly key: string;
  readonly hash: string;
  /** Length of its JSON text. */
  readonly size: number;
  /** The text itself when it is short; null otherwise. */
  readonly text: string | null;
}

const readRunValuesStatement: Statement = {
  name: 'read-run-values',
  text: `select task_id as "taskId", map_index as "mapIndex", key, md5(value) as hash, length(value) as size,
           case when length(value) <= 500 then value end as text
         from xcom where dag_run_id = $1 order by task_id, map_index, key`,
};

/** The XComs of a run by their fingerprints. Index: primary key. */
export function readRunValues(database: Queryable, dagRunKey: DagRunKey): Promise<RunValueRow[]> {
  return database.query<RunValueRow>(readRunValuesStatement, [dagRunKey]);
}
