import type {
  AttemptId,
  DagRunKey,
  EncodedValue,
  JsonObject,
  PoolName,
  SerializedError,
  TaskId,
  TaskInstanceState,
} from '@tradewind/model';
import { SKIPPED_TASKS } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

/** A task instance with all that a scheduler may change. `*At` are milliseconds since the epoch. */
export interface CellRow {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  readonly mapIndex: number;
  readonly state: TaskInstanceState;
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly lostAttempts: number;
  readonly attemptId: AttemptId | null;
  readonly pool: PoolName;
  readonly priority: number;
  readonly reason: JsonObject | null;
  readonly dependenciesMetAt: number | null;
  readonly scheduledAt: number | null;
  readonly queuedAt: number | null;
  readonly handedOverAt: number | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly nextTryAt: number | null;
  readonly worker: string | null;
  readonly cpuMs: number | null;
  readonly peakMemoryMb: number | null;
  readonly error: SerializedError | null;
  readonly rendered: JsonObject | null;
}

const readRunCellsStatement: Statement = {
  name: 'read-run-cells',
  text: `select dag_run_id as "dagRunKey", task_id as "taskId", map_index as "mapIndex", state, try_number as "tryNumber",
           max_tries as "maxTries", lost_attempts as "lostAttempts", attempt_id as "attemptId", pool, priority, reason,
           dependencies_met_at as "dependenciesMetAt", scheduled_at as "scheduledAt", queued_at as "queuedAt",
           handed_over_at as "handedOverAt", started_at as "startedAt", finished_at as "finishedAt",
           next_try_at as "nextTryAt", worker, cpu_ms as "cpuMs", peak_memory_mb as "peakMemoryMb", error, rendered
         from task_instance where dag_run_id = any($1::uuid[])`,
};

/** All task instances of these runs. Index: primary key. */
export function readRunCells(database: Queryable, runs: readonly DagRunKey[]): Promise<CellRow[]> {
  return database.query<CellRow>(readRunCellsStatement, [runs]);
}

export interface ExclusionRow {
  readonly dagRunKey: DagRunKey;
  readonly taskId: TaskId;
  /** An encoded `{ skipped: [task ids] }`. */
  readonly value: EncodedValue;
}

const readExclusionsStatement: Statement = {
  name: 'read-exclusions',
  text: `select x.dag_run_id as "dagRunKey", x.task_id as "taskId", x.value from xcom x
         join task_instance i using (dag_run_id, task_id, map_index)
         where x.dag_run_id = any($1::uuid[]) and x.key = '${SKIPPED_TASKS}' and i.state = 'success'`,
};

/** Which tasks the flow tasks of these runs excluded, as far as they still stand. */
export function readExclusions(database: Queryable, runs: readonly DagRunKey[]): Promise<ExclusionRow[]> {
  return database.query<ExclusionRow>(readExclusionsStatement, [runs]);
}
