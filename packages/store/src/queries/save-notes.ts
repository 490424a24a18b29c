import type { DagRunKey } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';
import { columnsOf, type TaskInstanceRef } from './find-task-instances.ts';

const runNotesStatement: Statement = {
  name: 'save-run-notes',
  text: 'update dag_run set note = $2 where id = any($1::uuid[])',
};

const taskNotesStatement: Statement = {
  name: 'save-task-notes',
  text: `update task_instance i set note = $4
         from unnest($1::uuid[], $2::text[], $3::int[]) as w(dag_run_id, task_id, map_index)
         where i.dag_run_id = w.dag_run_id and i.task_id = w.task_id and (w.map_index is null or i.map_index = w.map_index)`,
};

/** What people note about runs; null takes the note away. Locks: the runs. */
export async function saveRunNotes(
  transaction: Queryable,
  dagRunKeys: readonly DagRunKey[],
  note: string | null,
): Promise<void> {
  await transaction.query(runNotesStatement, [dagRunKeys, note]);
}

/** What people note about task instances; null takes the note away. Locks: the task instances. */
export async function saveTaskNotes(
  transaction: Queryable,
  refs: readonly TaskInstanceRef[],
  note: string | null,
): Promise<void> {
  await transaction.query(taskNotesStatement, [...columnsOf(refs), note]);
}
