import type { DagRunKey, TaskId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** A task that a run gets with a newer version of its DAG. */
export interface NewTask {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
}

const newTasksStatement: Statement = {
  name: 'list-new-tasks',
  text: `select r.id as "dagRunKey", t.task_id as "taskId"
         from dag_run r join dag d on d.dag_id = r.dag_id join dag_version v on v.id = d.current_version_id
         cross join lateral jsonb_to_recordset(v.task_rows) as t(task_id text)
         where r.id = any($1::uuid[])
           and not exists (select 1 from task_instance i where i.dag_run_id = r.id and i.task_id = t.task_id)
         order by r.id, t.task_id`,
};

/** The tasks of the version in force that these runs lack. Index: primary keys. */
export function listNewTasks(database: Queryable, dagRunKeys: readonly DagRunKey[]): Promise<NewTask[]> {
  return database.query<NewTask>(newTasksStatement, [dagRunKeys]);
}

const moveDagRunsStatement: Statement = {
  name: 'move-dag-runs',
  text: `with moved as (
           update dag_run r set dag_version_id = d.current_version_id, revision = r.revision + 1
           from dag d where d.dag_id = r.dag_id and r.id = any($1::uuid[]) and d.current_version_id is not null
           returning r.id, r.dag_version_id
         )
         insert into task_instance (dag_run_id, task_id, max_tries, executor, queue, pool, pool_slots, priority, operator)
         select m.id, t.task_id, t.max_tries, t.executor, t.queue, t.pool, t.pool_slots, t.priority, t.operator
         from moved m join dag_version v on v.id = m.dag_version_id
         cross join lateral jsonb_to_recordset(v.task_rows) as t(
           task_id text, max_tries integer, executor text, queue text, pool text, pool_slots integer, priority integer, operator text)
         where not exists (select 1 from task_instance i where i.dag_run_id = m.id and i.task_id = t.task_id)
         on conflict do nothing`,
};

const removeGoneStatement: Statement = {
  name: 'remove-gone-tasks',
  text: `update task_instance i set state = 'removed', reason = null, next_try_at = null,
           finished_at = coalesce(i.finished_at, clock_timestamp())
         from dag_run r join dag_version v on v.id = r.dag_version_id
         where r.id = any($1::uuid[]) and i.dag_run_id = r.id and i.state not in ('queued', 'running', 'restarting', 'removed')
           and not exists (
             select 1 from jsonb_to_recordset(v.task_rows) as t(task_id text) where t.task_id = i.task_id)`,
};

/**
 * Moves runs to the version of their DAG that is in force: new tasks get a task instance, and those whose task is gone
 * become `removed`, unless an executor holds them. Locks: the runs, which `lockDagRuns` holds already.
 */
export async function moveDagRuns(transaction: Queryable, dagRunKeys: readonly DagRunKey[]): Promise<void> {
  await transaction.query(moveDagRunsStatement, [dagRunKeys]);
  await transaction.query(removeGoneStatement, [dagRunKeys]);
}
