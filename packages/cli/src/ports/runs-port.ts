import type {
  DagId,
  DagRunKey,
  DagRunState,
  DagRunType,
  JsonObject,
  RunId,
  SerializedDag,
  SerializedError,
  TaskId,
  TaskInstanceState,
} from '@tradewind/model';

/** A run. `*At` are milliseconds since the epoch. */
export interface DagRun {
  readonly dagRunKey: DagRunKey;
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly state: DagRunState;
  readonly runType: DagRunType;
  readonly triggeredBy: string;
  readonly logicalDateAt: number | null;
  readonly dataIntervalStartAt: number | null;
  readonly dataIntervalEndAt: number | null;
  readonly runAfterAt: number;
  readonly conf: JsonObject;
  readonly note: string | null;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly clearNumber: number;
  readonly reason: JsonObject | null;
}

export interface TaskInstance {
  readonly taskId: TaskId;
  /** -1 when it is not mapped. */
  readonly mapIndex: number;
  readonly state: TaskInstanceState;
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly operator: string;
  readonly pool: string;
  readonly queue: string;
  readonly reason: JsonObject | null;
  readonly queuedAt: number | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly nextTryAt: number | null;
  readonly worker: string | null;
  readonly error: SerializedError | null;
  readonly rendered: JsonObject | null;
}

/** A run with its task instances at one instant. */
export interface RunSnapshot {
  readonly run: DagRun;
  readonly taskInstances: readonly TaskInstance[];
}

export interface RunsPort {
  list(filter: {
    readonly dagId?: DagId;
    readonly states?: readonly DagRunState[];
    readonly runTypes?: readonly DagRunType[];
    readonly logicalDateFromAt?: number;
    readonly logicalDateToAt?: number;
    readonly limit?: number;
  }): Promise<readonly DagRun[]>;
  /** By its id, or by its logical date in ISO 8601. */
  find(dagId: DagId, runIdOrDate: string): Promise<DagRun>;
  snapshot(dagRunKey: DagRunKey): Promise<RunSnapshot>;
  /** The version of the DAG that the run runs. */
  dagOf(dagRunKey: DagRunKey): Promise<SerializedDag>;
  /** The run at once, then again whenever it changed, until it has finished or `signal` aborts. */
  watch(dagRunKey: DagRunKey, signal: AbortSignal): AsyncIterable<RunSnapshot>;
  delete(dagRunKey: DagRunKey): Promise<void>;
  /** Whether a scheduler is at work. */
  hasScheduler(): Promise<boolean>;
}
