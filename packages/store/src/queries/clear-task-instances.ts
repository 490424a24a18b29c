import type { DagRunKey, TaskId, TaskInstanceState } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** What to clear in one run. */
export interface TaskSelection {
  readonly dagRunKey: DagRunKey;
  /** Each with all of its instances, or with the one of a map index. */
  readonly taskIds: readonly (TaskId | readonly [TaskId, number])[];
}

export interface ClearedTaskInstance {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  readonly mapIndex: number;
  /** The state that it was cleared from. */
  readonly state: TaskInstanceState;
}

/** Selects what `states` allows; null allows every state. */
const SELECTED = `
  selected as (
    select i.dag_run_id, i.task_id, i.map_index
    from json_to_recordset($1::json) as s(run uuid, tasks json)
    cross join lateral json_array_elements(s.tasks) as t(pair)
    join task_instance i on i.dag_run_id = s.run and i.task_id = t.pair ->> 0
      and (t.pair ->> 1 is null or i.map_index = (t.pair ->> 1)::int)
    where $2::text[] is null or i.state = any($2::text[])
  )`;

const RESULT = `o.dag_run_id as "dagRunKey", o.task_id as "taskId", o.map_index as "mapIndex", o.state`;

const previewStatement: Statement = {
  name: 'preview-clear-task-instances',
  text: `with ${SELECTED}
         select ${RESULT} from selected join task_instance o using (dag_run_id, task_id, map_index)
         order by o.dag_run_id, o.task_id, o.map_index`,
};

const clearStatement: Statement = {
  name: 'clear-task-instances',
  text: `with ${SELECTED},
         o as materialized (
           select i.* from task_instance i join selected using (dag_run_id, task_id, map_index)
           order by i.dag_run_id, i.task_id, i.map_index
           for no key update of i
         ),
         retries as (
           select r.id as dag_run_id, t.task_id, t.max_tries
           from dag_run r
           join dag_version v on v.id = r.dag_version_id
           cross join lateral jsonb_to_recordset(v.task_rows) as t(task_id text, max_tries integer)
           where r.id in (select dag_run_id from o)
         ),
         superseded as (
           insert into attempt (id, dag_run_id, task_id, map_index, try_number, state, reason, queued_at, handed_over_at,
             started_at, finished_at, worker, cpu_ms, peak_memory_mb, error)
           select attempt_id, dag_run_id, task_id, map_index, try_number, state, reason, queued_at, handed_over_at,
             started_at, finished_at, worker, cpu_ms, peak_memory_mb, error
           from o where attempt_id is not null and state not in ('running', 'restarting')
           on conflict do nothing
         ),
         released as (
           select pool, sum(pool_slots)::int as slots from o where state = 'queued' group by pool
         ),
         pools as (
           select p.name, released.slots from pool p join released on released.pool = p.name
           order by p.name for no key update of p
         ),
         given_back as (
           update pool p set occupied = greatest(0, p.occupied - pools.slots) from pools where p.name = pools.name
         ),
         cleared as (
           update task_instance i set
             state = case when o.state in ('running', 'restarting') then 'restarting' else 'none' end,
             max_tries = case
               when o.state in ('running', 'restarting') then i.max_tries
               when retries.max_tries is null then greatest(i.max_tries, i.try_number)
               else i.try_number + retries.max_tries end,
             lost_attempts = 0,
             attempt_id = case when o.state in ('running', 'restarting') then i.attempt_id end,
             reason = null,
             dependencies_met_at = case when o.state in ('running', 'restarting') then i.dependencies_met_at end,
             scheduled_at = case when o.state in ('running', 'restarting') then i.scheduled_at end,
             queued_at = case when o.state in ('running', 'restarting') then i.queued_at end,
             handed_over_at = case when o.state in ('running', 'restarting') then i.handed_over_at end,
             started_at = case when o.state in ('running', 'restarting') then i.started_at end,
             worker = case when o.state in ('running', 'restarting') then i.worker end,
             finished_at = null, next_try_at = null, cpu_ms = null, peak_memory_mb = null, error = null, rendered = null
           from o left join retries on retries.dag_run_id = o.dag_run_id and retries.task_id = o.task_id
           where i.dag_run_id = o.dag_run_id and i.task_id = o.task_id and i.map_index = o.map_index
         )
         select ${RESULT} from o order by o.dag_run_id, o.task_id, o.map_index`,
};

/** What `clearTaskInstances` would clear. `states`: only those in one of these; null for all. */
export async function previewClearTaskInstances(
  database: Queryable,
  selections: readonly TaskSelection[],
  states: readonly TaskInstanceState[] | null,
): Promise<readonly ClearedTaskInstance[]> {
  return database.query<ClearedTaskInstance>(previewStatement, [encode(selections), states]);
}

/**
 * Clears task instances, so that they run again with all of their tries.
 *
 * A running one becomes `restarting` and keeps its attempt until that is killed. Every other one becomes `none`: its
 * attempt goes to the history, a queued one gives its pool slots back, and `max_tries` is what it has used plus the
 * retries of the task in the version of the run. XComs stay until it runs again.
 *
 * Call it in a transaction after `lockDagRuns`, and follow it with `requeueDagRuns` and a notification.
 * Locks: the task instances by their keys, then pools by name. Index: primary keys.
 */
export async function clearTaskInstances(
  transaction: Queryable,
  selections: readonly TaskSelection[],
  states: readonly TaskInstanceState[] | null,
): Promise<readonly ClearedTaskInstance[]> {
  return transaction.query<ClearedTaskInstance>(clearStatement, [encode(selections), states]);
}

function encode(selections: readonly TaskSelection[]): string {
  return JSON.stringify(
    selections.map(({ dagRunKey, taskIds }) => ({
      run: dagRunKey,
      tasks: taskIds.map((task) => (typeof task === 'string' ? [task] : task)),
    })),
  );
}
