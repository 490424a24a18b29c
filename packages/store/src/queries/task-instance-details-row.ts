import type { DagId, DagRunKey, DagVersionId, RunId } from '@tradewind/model';
import { TASK_INSTANCE_COLUMNS, type TaskInstanceRow } from './task-instance-row.ts';

/** A task instance with what is known of its run. `*At` are milliseconds since the epoch. */
export interface TaskInstanceDetailsRow extends TaskInstanceRow {
  readonly dagRunKey: DagRunKey;
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly dagVersionId: DagVersionId;
  readonly logicalDateAt: number | null;
  readonly runAfterAt: number;
  readonly executor: string | null;
  readonly dependenciesMetAt: number | null;
  readonly handedOverAt: number | null;
}

/** The columns of `TaskInstanceDetailsRow`, where `task_instance` is called `i` and `dag_run` `r`. */
export const TASK_INSTANCE_DETAILS_COLUMNS: string = `${TASK_INSTANCE_COLUMNS},
  i.dag_run_id as "dagRunKey", i.executor, i.dependencies_met_at as "dependenciesMetAt",
  i.handed_over_at as "handedOverAt", r.dag_id as "dagId", r.run_id as "runId", r.dag_version_id as "dagVersionId",
  r.logical_date as "logicalDateAt", r.run_after as "runAfterAt"`;
