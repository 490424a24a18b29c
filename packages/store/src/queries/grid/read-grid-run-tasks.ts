import type { DagRunKey, TaskId, TaskInstanceState } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** A task of a run, over all of its instances. `*At` are milliseconds since the epoch. */
export interface GridRunTaskRow {
  readonly taskId: TaskId;
  readonly states: readonly TaskInstanceState[];
  readonly isMapped: boolean;
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly queuedAt: number | null;
  readonly startedAt: number | null;
  /** Null while any of them has not ended. */
  readonly finishedAt: number | null;
  readonly hasNote: boolean;
}

const readGridRunTasksStatement: Statement = {
  name: 'read-grid-run-tasks',
  text: `select i.task_id as "taskId", array_agg(i.state) as states, bool_or(i.map_index >= 0) as "isMapped",
           max(i.try_number) as "tryNumber", max(i.max_tries) as "maxTries", min(i.queued_at) as "queuedAt",
           min(i.started_at) as "startedAt",
           case when bool_and(i.finished_at is not null) then max(i.finished_at) end as "finishedAt",
           coalesce(bool_or(i.note <> ''), false) as "hasNote"
         from task_instance i where i.dag_run_id = $1 group by i.task_id order by i.task_id`,
};

/** The tasks of a run by id. Index: primary key. */
export async function readGridRunTasks(database: Queryable, dagRunKey: DagRunKey): Promise<readonly GridRunTaskRow[]> {
  return database.query<GridRunTaskRow>(readGridRunTasksStatement, [dagRunKey]);
}
