import type { AttemptId, DagRunKey, SerializedError, TaskId, TaskInstanceState } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** One attempt of a task instance. `*At` are milliseconds since the epoch. */
export interface AttemptRow {
  readonly attemptId: AttemptId;
  readonly tryNumber: number;
  readonly state: TaskInstanceState;
  readonly queuedAt: number | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly worker: string | null;
  readonly error: SerializedError | null;
}

export interface TaskInstanceKey {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  /** -1 for a task that is not mapped. */
  readonly mapIndex: number;
}

const listAttemptsStatement: Statement = {
  name: 'list-attempts',
  text: `select id as "attemptId", try_number as "tryNumber", state, queued_at as "queuedAt", started_at as "startedAt",
           finished_at as "finishedAt", worker, error
         from attempt where dag_run_id = $1 and task_id = $2 and map_index = $3
         union all
         select attempt_id, try_number, state, queued_at, started_at, finished_at, worker, error
         from task_instance i where dag_run_id = $1 and task_id = $2 and map_index = $3 and attempt_id is not null
           and not exists (select 1 from attempt a where a.id = i.attempt_id)
         order by "tryNumber", "queuedAt" nulls last`,
};

/** All attempts of a task instance, the one in force last. Index: `attempt_of`, primary key. */
export async function listAttempts(database: Queryable, key: TaskInstanceKey): Promise<readonly AttemptRow[]> {
  return database.query<AttemptRow>(listAttemptsStatement, [key.dagRunKey, key.taskId, key.mapIndex]);
}
