import type { DagId, DagRunState, JsonObject, RunId, SerializedDag } from '@tradewind/model';
import type { DagRun } from './runs-port.ts';

/** A DAG in a list. `*At` are milliseconds since the epoch. */
export interface DagSummary {
  readonly dagId: DagId;
  readonly isPaused: boolean;
  readonly isActive: boolean;
  readonly file: string;
  readonly bundleName: string;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly nextRunAfterAt: number | null;
  readonly lastRunState: DagRunState | null;
  readonly lastRunAfterAt: number | null;
}

/** A DAG with its version in force. */
export interface Dag {
  readonly dagId: DagId;
  readonly isPaused: boolean;
  readonly isActive: boolean;
  readonly file: string;
  readonly bundleName: string;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly nextRunAfterAt: number | null;
  readonly nextLogicalDateAt: number | null;
  readonly nextIntervalStartAt: number | null;
  readonly nextIntervalEndAt: number | null;
  readonly lastParsedAt: number;
  /** Null until a version was stored. */
  readonly version: { readonly number: number; readonly createdAt: number; readonly serialized: SerializedDag } | null;
}

/** A run that the timetable will create. */
export interface PlannedRun {
  readonly runAfterAt: number;
  readonly logicalDateAt: number | null;
  readonly dataIntervalStartAt: number | null;
  readonly dataIntervalEndAt: number | null;
}

export interface ImportError {
  readonly bundleName: string;
  readonly file: string;
  readonly code: string;
  readonly message: string;
  readonly line: number | null;
  readonly codeFrame: string | null;
  readonly happenedAt: number;
}

/** Something doubtful about a DAG that can be loaded. */
export interface DagWarning {
  readonly dagId: DagId;
  readonly warningType: string;
  readonly message: string;
  readonly happenedAt: number;
}

export interface TriggerRequest {
  readonly dagId: DagId;
  /** @default made from the type of the run and its date */
  readonly runId?: RunId;
  /** Null: a run without a date. @default now */
  readonly logicalDateAt?: number | null;
  /** @default the logical date, or now */
  readonly runAfterAt?: number;
  readonly conf: JsonObject;
  readonly note: string | null;
}

export interface DagsPort {
  list(filter: {
    /** @default only those that a file declares */
    readonly isActive?: boolean | 'any';
    readonly isPaused?: boolean;
    readonly tags?: readonly string[];
    readonly idContains?: string;
    readonly limit?: number;
  }): Promise<readonly DagSummary[]>;
  find(dagId: DagId): Promise<Dag>;
  /** Returns the ids of those that were not so before. */
  setPaused(dagIds: readonly DagId[], isPaused: boolean): Promise<readonly DagId[]>;
  trigger(request: TriggerRequest): Promise<DagRun>;
  /** The next runs that the timetable will create, at most `count`. */
  forecast(dagId: DagId, count: number): Promise<readonly PlannedRun[]>;
  /** Returns how many runs went with it. */
  delete(dagId: DagId): Promise<number>;
  listImportErrors(): Promise<readonly ImportError[]>;
  /** About all DAGs, or about one. */
  listWarnings(dagId?: DagId): Promise<readonly DagWarning[]>;
}
