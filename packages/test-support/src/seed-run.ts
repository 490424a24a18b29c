/** Runs with their task instances, as schedulers leave them. */
import { randomUUID } from 'node:crypto';
import type { DagId, DagRunKey, DagVersionId, RunId, TaskInstanceState } from '@tradewind/model';
import type { Database } from '@tradewind/store';

export interface SeededTask {
  readonly state: TaskInstanceState;
  readonly tryNumber?: number;
  readonly note?: string;
  /** The states of its instances, when it is mapped. */
  readonly mapped?: readonly TaskInstanceState[];
  readonly error?: object;
  /** Milliseconds. */
  readonly tookMs?: number;
}

export interface SeededRun {
  readonly dagId: string;
  readonly runId: string;
  readonly versionId: DagVersionId;
  readonly state?: 'queued' | 'running' | 'success' | 'failed';
  /** ISO 8601. */
  readonly runAfter?: string;
  readonly tasks: Readonly<Record<string, TaskInstanceState | SeededTask>>;
}

export interface RunSeeded {
  readonly dagRunKey: DagRunKey;
  readonly dagId: DagId;
  readonly runId: RunId;
}

const INSERT_RUN = `
insert into dag_run (id, dag_id, run_id, state, run_type, triggered_by, dag_version_id, run_after, queued_at, started_at, finished_at)
values ($1, $2, $3, $4, 'manual', 'test', $5, $6::timestamptz, $6::timestamptz,
  case when $4 <> 'queued' then $6::timestamptz end,
  case when $4 in ('success', 'failed') then $6::timestamptz + interval '1 minute' end)`;

const INSERT_TASK = `
insert into task_instance (dag_run_id, task_id, map_index, state, try_number, max_tries, attempt_id, operator, note, error,
  queued_at, started_at, finished_at, next_try_at)
select $1, $2, $3, $4, $5, 3, gen_random_uuid(), 'task', $6, $7::jsonb, r.run_after,
  case when $4 in ('running', 'success', 'failed') then r.run_after + interval '1 second' end,
  case when $4 in ('success', 'failed') then r.run_after + interval '1 second' + $8 * interval '1 millisecond' end,
  case when $4 in ('up_for_retry', 'up_for_reschedule') then now() end
from dag_run r where r.id = $1`;

export async function seedRun(database: Database, run: SeededRun): Promise<RunSeeded> {
  const dagRunKey = randomUUID() as string as DagRunKey;
  const { dagId, runId, versionId, state = 'running', runAfter = '2026-01-01T00:00:00Z', tasks } = run;
  await database.query({ name: '', text: INSERT_RUN }, [dagRunKey, dagId, runId, state, versionId, runAfter]);
  for (const [taskId, given] of Object.entries(tasks)) {
    const task: SeededTask = typeof given === 'string' ? { state: given } : given;
    const { tryNumber = 1, note = null, error = null, tookMs = 1000 } = task;
    for (const [mapIndex, one] of (task.mapped ?? [task.state]).entries()) {
      await database.query({ name: '', text: INSERT_TASK }, [
        dagRunKey,
        taskId,
        task.mapped === undefined ? -1 : mapIndex,
        one,
        tryNumber,
        note,
        error === null ? null : JSON.stringify(error),
        tookMs,
      ]);
    }
  }
  return { dagRunKey, dagId: dagId as DagId, runId: runId as RunId };
}
