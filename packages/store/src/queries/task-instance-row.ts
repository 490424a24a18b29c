import type { AttemptId, JsonObject, PoolName, SerializedError, TaskId, TaskInstanceState } from '@tradewind/model';

/** A task instance as people see it. `*At` are milliseconds since the epoch. */
export interface TaskInstanceRow {
  readonly taskId: TaskId;
  readonly mapIndex: number;
  readonly state: TaskInstanceState;
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly attemptId: AttemptId | null;
  readonly operator: string;
  readonly pool: PoolName;
  readonly poolSlots: number;
  readonly queue: string;
  readonly priority: number;
  readonly reason: JsonObject | null;
  readonly scheduledAt: number | null;
  readonly queuedAt: number | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly nextTryAt: number | null;
  readonly worker: string | null;
  readonly cpuMs: number | null;
  readonly peakMemoryMb: number | null;
  readonly error: SerializedError | null;
  readonly rendered: JsonObject | null;
  readonly note: string | null;
}

/** The columns of `TaskInstanceRow`, where `task_instance` is called `i`. */
export const TASK_INSTANCE_COLUMNS = `
  i.task_id as "taskId", i.map_index as "mapIndex", i.state, i.try_number as "tryNumber", i.max_tries as "maxTries",
  i.attempt_id as "attemptId", i.operator, i.pool, i.pool_slots as "poolSlots", i.queue, i.priority, i.reason,
  i.scheduled_at as "scheduledAt", i.queued_at as "queuedAt", i.started_at as "startedAt", i.finished_at as "finishedAt",
  i.next_try_at as "nextTryAt", i.worker, i.cpu_ms as "cpuMs", i.peak_memory_mb as "peakMemoryMb", i.error, i.rendered,
  i.note`;
