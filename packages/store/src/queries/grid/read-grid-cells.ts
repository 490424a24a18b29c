import { CELL_FLAGS, CELL_STATES, type DagRunKey, type TaskId, type TaskInstanceState } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** Added to the byte of a cell, so that every one is a letter that can be printed. */
export const CELL_LETTER_BASE = 32;

/** The cells of a run, as short as they can travel. */
export interface GridCellsRow {
  readonly dagRunKey: DagRunKey;
  /** A letter for each instance, as the database orders task ids: the code of its byte plus `CELL_LETTER_BASE`. */
  readonly cells: string;
  /** The sum of the hashes of the task ids: whether these are the tasks of a version. */
  readonly checksum: number;
  readonly isMapped: boolean;
}

const stateCode = `case i.state ${[...CELL_STATES.entries()]
  .sort(([, one], [, other]) => Number(other === 'success') - Number(one === 'success'))
  .map(([code, state]) => `when '${state}' then ${code}`)
  .join(' ')} end`;

const readGridCellsStatement: Statement = {
  name: 'read-grid-cells',
  text: `select c.dag_run_id as "dagRunKey", string_agg(chr(c.code), '') as cells,
           sum(hashtext(c.task_id)::int8)::int8 as checksum, bool_or(c.map_index >= 0) as "isMapped"
         from (
           select i.dag_run_id, i.task_id, i.map_index, ${CELL_LETTER_BASE} + ${stateCode}
             + case when i.try_number > 1 then ${CELL_FLAGS.retried} else 0 end
             + case when i.note <> '' then ${CELL_FLAGS.noted} else 0 end as code
           from task_instance i where i.dag_run_id = any($1::uuid[])
           order by i.dag_run_id, i.task_id, i.map_index
         ) c
         group by c.dag_run_id`,
};

/** The cells of these runs; a run without instances is left out. Index: primary key. */
export async function readGridCells(database: Queryable, runs: readonly DagRunKey[]): Promise<readonly GridCellsRow[]> {
  return database.query<GridCellsRow>(readGridCellsStatement, [runs]);
}

/** The instances of one task of a run that are in one state. */
export interface GridTaskRow {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  readonly state: TaskInstanceState;
  readonly isRetried: boolean;
  readonly isNoted: boolean;
}

const readGridTasksStatement: Statement = {
  name: 'read-grid-tasks',
  text: `select i.dag_run_id as "dagRunKey", i.task_id as "taskId", i.state, bool_or(i.try_number > 1) as "isRetried",
           coalesce(bool_or(i.note <> ''), false) as "isNoted"
         from task_instance i where i.dag_run_id = any($1::uuid[]) group by i.dag_run_id, i.task_id, i.state`,
};

/** The tasks of these runs by name, for runs whose tasks are not those of their version. Index: primary key. */
export async function readGridTasks(database: Queryable, runs: readonly DagRunKey[]): Promise<readonly GridTaskRow[]> {
  return database.query<GridTaskRow>(readGridTasksStatement, [runs]);
}
