import type { DagId, DagRunKey, RunId, TaskId, TaskInstanceState } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

export interface InstanceKey {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  /** -1: not mapped. */
  readonly mapIndex: number;
}

/** What changes about a task instance. `*At` are milliseconds since the epoch. */
export interface InstanceStateRow extends InstanceKey {
  readonly state: TaskInstanceState;
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly scheduledAt: number | null;
  readonly queuedAt: number | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly nextTryAt: number | null;
}

const readInstanceStatesStatement: Statement = {
  name: 'read-instance-states',
  text: `select i.dag_run_id as "dagRunKey", i.task_id as "taskId", i.map_index as "mapIndex", i.state,
           i.try_number as "tryNumber", i.max_tries as "maxTries", i.scheduled_at as "scheduledAt",
           i.queued_at as "queuedAt", i.started_at as "startedAt", i.finished_at as "finishedAt",
           i.next_try_at as "nextTryAt"
         from unnest($1::uuid[], $2::text[], $3::int[]) as wanted(dag_run_id, task_id, map_index)
         join task_instance i using (dag_run_id, task_id, map_index)`,
};

/** These task instances; those that are gone are left out. Index: primary key. */
export async function readInstanceStates(
  database: Queryable,
  keys: readonly InstanceKey[],
): Promise<readonly InstanceStateRow[]> {
  if (keys.length === 0) return [];
  return database.query<InstanceStateRow>(readInstanceStatesStatement, [
    keys.map(({ dagRunKey }) => dagRunKey),
    keys.map(({ taskId }) => taskId),
    keys.map(({ mapIndex }) => mapIndex),
  ]);
}

const findInstanceStateStatement: Statement = {
  name: 'find-instance-state',
  text: `select i.dag_run_id as "dagRunKey", i.task_id as "taskId", i.map_index as "mapIndex", i.state,
           i.try_number as "tryNumber", i.max_tries as "maxTries", i.scheduled_at as "scheduledAt",
           i.queued_at as "queuedAt", i.started_at as "startedAt", i.finished_at as "finishedAt",
           i.next_try_at as "nextTryAt"
         from dag_run r join task_instance i on i.dag_run_id = r.id
         where r.dag_id = $1 and r.run_id = $2 and i.task_id = $3 and i.map_index = $4`,
};

/** A task instance by the names that people use; null when there is none. Index: of the names of runs, primary key. */
export async function findInstanceState(
  database: Queryable,
  name: { readonly dagId: DagId; readonly runId: RunId; readonly taskId: TaskId; readonly mapIndex: number },
): Promise<InstanceStateRow | null> {
  const { dagId, runId, taskId, mapIndex } = name;
  const [row] = await database.query<InstanceStateRow>(findInstanceStateStatement, [dagId, runId, taskId, mapIndex]);
  return row ?? null;
}
